//! Sample documents: one full example of every kind, as the server would give them.

use paper::pdf::document::{
    Adjustment, Align, Code, Column, Field, Label, Labels, Ledger, Movement, PositionCard, Proof,
    QualityLine, Signature, Statement, Stock, Table, Voucher, VoucherKind, Weighing,
};
use paper::{Heading, Lang};

pub fn heading() -> Heading {
    Heading {
        lang: Lang::Zh,
        organisation: "河南豫安粮食储备有限公司".into(),
        made_at: 1_795_000_000_000_000,
        made_by: "李建国".into(),
        watermark: None,
    }
}

pub fn demo() -> Heading {
    Heading { watermark: Some("演示数据".into()), ..heading() }
}

fn field(label: &str, value: &str) -> Field {
    Field { label: label.into(), value: value.into() }
}

pub fn code() -> Code {
    Code { scan: "91350100M000100Y43001000100101".into(), read: "91350100M000100Y43 001 0001 001 01".into() }
}

pub fn proof() -> Proof {
    Proof {
        book: "demo.inrs.cn/book/91350100M000100Y43".into(),
        index: "18 204".into(),
        leaf: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    }
}

fn quality() -> Vec<QualityLine> {
    [
        ("容重(g/L)", "≥ 750", "782", "二等"),
        ("水分(%)", "≤ 12.5", "12.1", "合格"),
        ("杂质(%)", "≤ 1.0", "0.8", "合格"),
        ("不完善粒(%)", "≤ 8.0", "5.2", "合格"),
        ("面筋吸水量(%)", "≥ 180", "193", "宜存"),
        ("品尝评分值(分)", "≥ 70", "78", "宜存"),
        ("色泽、气味", "正常", "正常", "宜存"),
    ]
    .map(|(indicator, limit, value, judgement)| QualityLine {
        indicator: indicator.into(),
        limit: limit.into(),
        value: value.into(),
        judgement: judgement.into(),
    })
    .into()
}

pub fn position_card() -> PositionCard {
    let movement =
        |(day, voucher, what, received, issued, balance): (&str, &str, &str, &str, &str, &str)| Movement {
            day: day.into(),
            voucher: voucher.into(),
            what: what.into(),
            received: received.into(),
            issued: issued.into(),
            balance: balance.into(),
            keeper: "王秀兰".into(),
        };
    PositionCard {
        code: code(),
        site: "郑州中牟直属库区".into(),
        warehouse: "1 号平房仓".into(),
        position: "1 廒 1 号货位".into(),
        item: "小麦(硬白)".into(),
        nature: "省级储备".into(),
        owner: "省级".into(),
        quantity: "4,663.448 t".into(),
        harvest_year: "2025".into(),
        origin: "河南省周口市".into(),
        grade: "二等".into(),
        lot: "91350100M000100Y43001L202500017".into(),
        fields: vec![
            field("储存方式", "散装"),
            field("入库方式", "机械"),
            field("入库日期", "2025-06-18"),
            field("储粮技术", "准低温、机械通风"),
            field("保管员", "王秀兰"),
            field("仓储负责人", "赵铁军"),
        ],
        tested: "检验日期 2026-09-24 · 报告 HN-ZJ-2026-0917 · 河南省粮油质量检测中心".into(),
        quality: quality(),
        judgement: "宜存".into(),
        movements: [
            ("2025-06-18", "RK202506180012", "收购入库", "1,205.360", "", "1,205.360"),
            ("2025-06-19", "RK202506190003", "收购入库", "1,860.200", "", "3,065.560"),
            ("2025-06-21", "RK202506210007", "收购入库", "1,634.440", "", "4,700.000"),
            ("2025-12-30", "TZ202512300001", "水分减量", "", "11.429", "4,688.571"),
            ("2026-03-28", "CK202603280002", "应急动用 郑州市", "", "25.123", "4,663.448"),
        ]
        .map(movement)
        .into(),
        proof: Some(proof()),
    }
}

pub fn voucher(kind: VoucherKind) -> Voucher {
    let weighing = |vehicle: &str, at: &str, gross: &str, tare: &str, net: &str| Weighing {
        vehicle: vehicle.into(),
        at: at.into(),
        gross: gross.into(),
        tare: tare.into(),
        net: net.into(),
    };
    let adjustment = |cause: &str, finding: &str, rate: &str, quantity: &str| Adjustment {
        cause: cause.into(),
        finding: finding.into(),
        rate: rate.into(),
        quantity: quantity.into(),
    };
    let signature =
        |role: &str, name: &str, at: &str| Signature { role: role.into(), name: name.into(), at: at.into() };
    Voucher {
        kind,
        code: Code { scan: "RK202506180012".into(), read: "RK202506180012".into() },
        day: "2025-06-18".into(),
        directive: (kind != VoucherKind::Receipt).then(|| "91350100M000100Y43D202600008".into()),
        fields: vec![
            field("批次", "91350100M000100Y43001L202500017"),
            field("品种", "中晚籼稻"),
            field("性质", "省级储备"),
            field("粮权", "省级"),
            field("交粮人", "周口市商水县天地种植合作社"),
            field("收入货位", "1 号平房仓 1 廒 1 号货位"),
            field("承运", "豫中物流"),
        ],
        weights: vec![
            weighing("豫P·63218", "2025-06-18 09:14", "48,260 kg", "15,480 kg", "32,780 kg"),
            weighing("豫P·7A992", "2025-06-18 09:41", "49,020 kg", "15,700 kg", "33,320 kg"),
        ],
        weight_total: Some(weighing("合计", "", "97,280 kg", "31,180 kg", "66,100 kg")),
        quality: quality(),
        adjustments: vec![
            adjustment("水分", "16.0 % / 14.5 %,3 档", "−1.95 %", "−1,288.950 kg"),
            adjustment("杂质", "1.7 % / 1.0 %,2 档", "−0.60 %", "−396.600 kg"),
            adjustment("整精米率", "51 % / 55 %,2 档", "−3.00 %", "−1,983.000 kg"),
        ],
        settled: "62,431.450 kg".into(),
        remark: "按国粮标〔2024〕198号结算".into(),
        signatures: vec![
            signature("检斤员", "陈立", "2025-06-18 09:44"),
            signature("质检员", "孙雨", "2025-06-18 09:20"),
            signature("保管员", "王秀兰", "2025-06-18 10:02"),
            signature("交粮人", "", ""),
        ],
        proof: Some(proof()),
    }
}

fn column(label: &str, align: Align, width: u8) -> Column {
    Column { label: label.into(), align, width }
}

pub fn ledger(rows: usize) -> Ledger {
    Ledger {
        title: "分仓保管账".into(),
        fields: vec![
            field("库区", "郑州中牟直属库区"),
            field("仓房", "1 号平房仓"),
            field("品种", "小麦(硬白)"),
            field("期间", "2025-06-01 至 2026-11-23"),
        ],
        table: Table {
            columns: vec![
                column("序号", Align::Right, 1),
                column("日期", Align::Center, 2),
                column("单据号", Align::Center, 3),
                column("货位", Align::Left, 3),
                column("摘要", Align::Left, 3),
                column("收入(t)", Align::Right, 2),
                column("发出(t)", Align::Right, 2),
                column("结存(t)", Align::Right, 2),
                column("经手", Align::Center, 2),
            ],
            rows: (1..=rows)
                .map(|n| {
                    let cells = [
                        n.to_string(),
                        "2025-06-18".into(),
                        format!("RK20250618{n:04}"),
                        "1 廒 1 号货位".into(),
                        "收购入库".into(),
                    ];
                    let numbers =
                        ["32.780".to_string(), String::new(), format!("{}.780", n * 32), "王秀兰".into()];
                    cells.into_iter().chain(numbers).collect()
                })
                .collect(),
            total: Some(
                ["", "", "", "", "合计", "3,278.000", "0.000", "3,278.000", ""].map(String::from).into(),
            ),
        },
        proof: Some(proof()),
    }
}

pub fn statement() -> Statement {
    let rows = [
        ["小麦", "中央储备", "中央", "河南省", "1,204,663.448", "312"],
        ["小麦", "省级储备", "省级", "河南省", "486,120.000", "148"],
        ["中晚籼稻", "中央储备", "中央", "湖南省", "902,350.125", "267"],
        ["玉米", "市级储备", "市级", "吉林省", "77,004.010", "41"],
        ["食用植物油", "省级储备", "省级", "山东省", "35,640.500", "22"],
    ];
    Statement {
        title: "国家储备总量报表".into(),
        code: Code { scan: "https://demo.inrs.cn/s/20261123".into(), read: "S20261123-01".into() },
        cut_off: "2026-11-22 24:00".into(),
        fields: vec![
            field("范围", "全国"),
            field("账本数", "7,012"),
            field("货位数", "60,215"),
            field("事实数", "3,182,904"),
        ],
        table: Table {
            columns: vec![
                column("品种", Align::Left, 3),
                column("性质", Align::Left, 3),
                column("粮权", Align::Center, 2),
                column("地区", Align::Left, 3),
                column("数量(t)", Align::Right, 4),
                column("货位", Align::Right, 2),
            ],
            rows: rows.map(|row| row.map(String::from).into()).into(),
            total: Some(["合计", "", "", "", "2,705,778.083", "790"].map(String::from).into()),
        },
        root: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8".into(),
        root_gm: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0".into(),
        signatures: vec![
            Signature { role: "编制".into(), name: "刘敏".into(), at: "2026-11-23 08:05".into() },
            Signature { role: "复核".into(), name: "张卫东".into(), at: "2026-11-23 08:40".into() },
            Signature { role: "签发".into(), name: String::new(), at: String::new() },
        ],
    }
}

pub fn labels(stock: Stock, count: usize) -> Labels {
    let label = |n: usize| Label {
        code: Code {
            scan: format!("91350100M000100Y43001000100{n:03}"),
            read: format!("91350100M000100Y43 001 0001 001 {n:02}"),
        },
        title: format!("1 号平房仓 1 廒 {n} 号货位"),
        lines: vec!["小麦(硬白) 2025 年".into(), "省级储备 · 二等".into(), "保管员 王秀兰".into()],
    };
    Labels { stock, labels: (1..=count).map(label).collect() }
}
