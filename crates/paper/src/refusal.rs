//! Why a document cannot be read or made, said to a person in Chinese and English with the way to mend it.
//! Never carries a number of an HTTP status or a key of a wire format.

/// One thing said to a person in both languages, with the way to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// How to mend it, in Chinese.
    pub mend_zh: String,
    /// How to mend it, in English.
    pub mend_en: String,
}

impl Words {
    /// Puts the four texts together.
    pub fn new(
        zh: impl Into<String>,
        en: impl Into<String>,
        mend_zh: impl Into<String>,
        mend_en: impl Into<String>,
    ) -> Self {
        Self { zh: zh.into(), en: en.into(), mend_zh: mend_zh.into(), mend_en: mend_en.into() }
    }
}

/// An expected reason why a whole document is refused. A mistake in one cell is a [`crate::sheet::Mistake`] instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No font with Chinese characters is at hand; `looked` are the folders searched.
    #[error("no Chinese font in {looked}")]
    NoFont {
        /// Folders searched, separated by commas.
        looked: String,
    },
    /// The text of a QR code is longer than the densest code holds.
    #[error("QR text of {bytes} bytes does not fit")]
    QrTooLong {
        /// Length of the text in bytes.
        bytes: usize,
    },
    /// A row of a printed table does not have one cell per column.
    #[error("table row {row} has {found} cells, {expected} expected")]
    Ragged {
        /// Row of the table, from 1; 0 stands for the total row.
        row: usize,
        /// Number of columns.
        expected: usize,
        /// Number of cells found.
        found: usize,
    },
    /// More rows than a limit allows.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// More cells than a limit allows.
    #[error("more than {limit} cells")]
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// A cell to the right of the last column allowed.
    #[error("more than {limit} columns")]
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// The file is larger than a limit, packed or unpacked.
    #[error("file larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file is an old .xls workbook or one locked with a password: both begin with the same bytes.
    #[error("old .xls or password-protected workbook")]
    OldOrLocked,
    /// The bytes are neither UTF-8, UTF-16 nor GB 18030 text.
    #[error("unknown text encoding")]
    Encoding,
    /// The workbook or text file is damaged at the place named.
    #[error("unreadable file: {detail}")]
    Unreadable {
        /// What the reader met.
        detail: String,
    },
    /// The file has no cell with a value.
    #[error("empty file")]
    Empty,
    /// No row carries the headers that must be there.
    #[error("headers missing: {}", missing.join(", "))]
    HeaderMissing {
        /// The first accepted name of every required column that was not found.
        missing: Vec<String>,
    },
    /// One column was found twice in the header row.
    #[error("header {header} stands in columns {first} and {second}")]
    HeaderTwice {
        /// The header as written.
        header: String,
        /// Letter of the first column.
        first: String,
        /// Letter of the second column.
        second: String,
    },
    /// The typesetter or the workbook writer failed: a fault of this program, not of the caller's words.
    #[error("typesetting failed: {detail}")]
    Fault {
        /// Message for the operator.
        detail: String,
    },
}

impl Refusal {
    /// Stable code of the refusal: never renamed, safe to test against.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFont { .. } => "paper.no-font",
            Self::QrTooLong { .. } => "paper.qr-too-long",
            Self::Ragged { .. } => "paper.ragged",
            Self::TooManyRows { .. } => "paper.too-many-rows",
            Self::TooManyCells { .. } => "paper.too-many-cells",
            Self::TooManyColumns { .. } => "paper.too-many-columns",
            Self::TooLarge { .. } => "paper.too-large",
            Self::OldOrLocked => "paper.old-or-locked",
            Self::Encoding => "paper.encoding",
            Self::Unreadable { .. } => "paper.unreadable",
            Self::Empty => "paper.empty",
            Self::HeaderMissing { .. } => "paper.header-missing",
            Self::HeaderTwice { .. } => "paper.header-twice",
            Self::Fault { .. } => "paper.fault",
        }
    }

    /// The refusal in Chinese and English, with the way to mend it.
    #[must_use]
    pub fn words(&self) -> Words {
        let ((zh, en), (mend_zh, mend_en)) = (self.says(), self.mend());
        Words { zh, en, mend_zh: mend_zh.into(), mend_en: mend_en.into() }
    }

    /// What is wrong, in Chinese and English.
    fn says(&self) -> (String, String) {
        match self {
            Self::NoFont { looked } => (
                format!("没有找到中文字体（已查找：{looked}）"),
                format!("No Chinese font found (looked in {looked})"),
            ),
            Self::QrTooLong { bytes } => (
                format!("二维码内容过长（{bytes} 字节）"),
                format!("The QR code text is too long ({bytes} bytes)"),
            ),
            Self::Ragged { row, expected, found } => (
                format!("表格第 {row} 行有 {found} 格，应为 {expected} 格"),
                format!("Table row {row} has {found} cells instead of {expected}"),
            ),
            Self::TooManyRows { limit } => (format!("超过 {limit} 行"), format!("More than {limit} rows")),
            Self::TooManyCells { limit } => {
                (format!("超过 {limit} 个单元格"), format!("More than {limit} cells"))
            }
            Self::TooManyColumns { limit } => {
                (format!("超过 {limit} 列"), format!("More than {limit} columns"))
            }
            Self::TooLarge { limit } => (
                format!("文件（含解压后）超过 {} MiB", limit >> 20),
                format!("The file is larger than {} MiB, packed or unpacked", limit >> 20),
            ),
            Self::OldOrLocked => (
                "这是旧版 .xls 文件或加了密码的工作簿".into(),
                "This is an old .xls file or a workbook with a password".into(),
            ),
            Self::Encoding => (
                "文件编码无法识别（只认 UTF-8、UTF-16、GB18030）".into(),
                "The text encoding is unknown (UTF-8, UTF-16 and GB 18030 are read)".into(),
            ),
            Self::Unreadable { detail } => (
                format!("文件损坏或不是表格：{detail}"),
                format!("The file is damaged or not a table: {detail}"),
            ),
            Self::Empty => ("文件里没有数据".into(), "The file holds no data".into()),
            Self::HeaderMissing { missing } => (
                format!("表头缺少：{}", missing.join("、")),
                format!("Header missing: {}", missing.join(", ")),
            ),
            Self::HeaderTwice { header, first, second } => (
                format!("表头“{header}”出现两次（{first} 列和 {second} 列）"),
                format!("Header \"{header}\" stands twice (columns {first} and {second})"),
            ),
            Self::Fault { detail } => {
                (format!("文档生成失败：{detail}"), format!("The document could not be made: {detail}"))
            }
        }
    }

    /// How to mend it, in Chinese and English.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::NoFont { .. } => (
                "安装 Noto Sans CJK、文泉驿微米黑等中文字体，或在配置中指明字体文件",
                "Install a Chinese font such as Noto Sans CJK or WenQuanYi Micro Hei, or name a font file in the configuration",
            ),
            Self::QrTooLong { .. } => {
                ("缩短内容，只放编码或短链接", "Shorten the text to a code or a short link")
            }
            Self::Ragged { .. } => ("每行按列数给足单元格", "Give every row one cell per column"),
            Self::TooManyRows { .. } => ("缩小范围或分成几份", "Narrow the scope or split it into parts"),
            Self::TooManyCells { .. } => {
                ("删除多余的列和行，或分成几个文件", "Remove unneeded columns and rows, or split the file")
            }
            Self::TooManyColumns { .. } => ("删除多余的列", "Remove unneeded columns"),
            Self::TooLarge { .. } => (
                "分成几个文件，并删除图片等无关内容",
                "Split the file, and remove pictures and other unrelated content",
            ),
            Self::OldOrLocked => {
                ("另存为不加密码的 .xlsx 后再导入", "Save it as .xlsx without a password and import again")
            }
            Self::Encoding => ("另存为“CSV UTF-8”或 .xlsx", "Save it as \"CSV UTF-8\" or .xlsx"),
            Self::Unreadable { .. } => {
                ("用表格软件打开并另存为 .xlsx", "Open it in a spreadsheet program and save it as .xlsx")
            }
            Self::Empty => ("确认选对了文件和工作表", "Check that it is the right file and sheet"),
            Self::HeaderMissing { .. } => (
                "补上这些列，表头放在前 20 行之内的同一行；可下载模板",
                "Add these columns, all headers in one of the first 20 rows; a template can be downloaded",
            ),
            Self::HeaderTwice { .. } => ("只保留一列", "Keep one of the two columns"),
            Self::Fault { .. } => {
                ("请联系管理员并附上此信息", "Tell the administrator and pass on this message")
            }
        }
    }
}
