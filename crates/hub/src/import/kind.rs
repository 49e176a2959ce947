//! What may be imported, and which columns each kind has: one table for the template, the reader and the error file. It knows
//! names and forms of columns, never what a value means.

use base::policy::Action;
use pack::Catalogue;

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Organisations,
    Sites,
    Warehouses,
    Bays,
    Positions,
    Lots,
    Plans,
    Tests,
    Assets,
    Yearly,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Text,
    Code,
    Integer,
    Decimal,
    Day,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The field of a row that it fills: what a problem points at.
    pub name: String,
    /// Accepted headers, the preferred one first.
    pub heads: Vec<String>,
    pub holds: Holds,
    pub required: bool,
}

/// Name, headers separated by `|`, what it holds.
type Line = (&'static str, &'static str, Holds);

/// The required columns, then the others.
struct Columns {
    required: &'static [Line],
    optional: &'static [Line],
}

use Holds::{Code, Day, Decimal, Integer, Text};

const ORGANISATIONS: Columns = Columns {
    required: &[
        ("code", "统一社会信用代码|单位代码|code", Code),
        ("name", "单位名称|单位|name", Text),
        ("kind", "单位类别|类别|kind", Text),
        ("party", "单位性质|性质|party", Text),
        ("region", "行政区划代码|行政区划|region", Code),
    ],
    optional: &[
        ("parent", "上级单位代码|上级单位|parent", Code),
        ("upstream", "跟随节点单位代码|upstream", Code),
    ],
};

const SITES: Columns = Columns {
    required: &[
        ("site", "库区代码|库点代码|site", Code),
        ("name", "库区名称|库点名称|库区|name", Text),
        ("region", "行政区划代码|行政区划|region", Code),
        ("kind", "库区类别|类别|kind", Text),
        ("longitude", "经度|longitude", Text),
        ("latitude", "纬度|latitude", Text),
    ],
    optional: &[("valid_from", "启用日期|validfrom", Day)],
};

const WAREHOUSES: Columns = Columns {
    required: &[
        ("warehouse", "仓房代码|油罐代码|warehouse", Code),
        ("name", "仓房名称|仓房|name", Text),
        ("kind", "仓房类型|类型|kind", Text),
    ],
    optional: &[("valid_from", "启用日期|validfrom", Day)],
};

const BAYS: Columns = Columns {
    required: &[("bay", "廒间代码|bay", Code), ("name", "廒间名称|廒间|name", Text)],
    optional: &[("valid_from", "启用日期|validfrom", Day)],
};

const POSITIONS: Columns = Columns {
    required: &[
        ("position", "货位代码|货位编码|position", Code),
        ("name", "货位名称|货位|name", Text),
        ("form", "储存方式|储粮方式|form", Text),
        ("capacity", "容量|capacity", Decimal),
        ("keeper", "保管员|keeper", Code),
    ],
    optional: &[("valid_from", "启用日期|validfrom", Day)],
};

const LOTS: Columns = Columns {
    required: &[
        ("position", "货位编码|货位代码|货位|position", Code),
        ("item", "品种|物资|物资名称|物资编码|item", Text),
        ("nature", "性质|物资性质|nature", Text),
        ("owner_level", "权属|粮权|权属层级|ownerlevel", Text),
        ("quantity", "数量|期初数量|quantity", Decimal),
    ],
    optional: &[
        ("amount", "金额(元)|金额|amount", Decimal),
        ("harvest_year", "收获年度|收获年份|harvestyear", Integer),
        ("produced_on", "生产日期|productiondate|producedon", Day),
        ("expires_on", "有效期至|到期日|expiry|expireson", Day),
        ("origin", "产地|origin", Text),
        ("grade", "等级|grade", Text),
        ("received_on", "入库日期|receivedon", Day),
    ],
};

const PLANS: Columns = Columns {
    required: &[
        ("year", "计划年度|年度|year", Integer),
        ("mode", "轮换方式|方式|mode", Text),
        ("authority", "计划文号|依据|authority", Text),
        ("position", "货位代码|货位编码|position", Code),
        ("lot", "批次代码|批次|lot", Code),
        ("quantity", "轮换数量|数量|quantity", Decimal),
        ("out_by", "轮出截止日期|轮出截止|outby", Day),
        ("back_by", "轮入截止日期|轮入截止|backby", Day),
    ],
    optional: &[
        ("refill", "轮入货位代码|轮入货位|refill", Code),
        ("harvest_min", "最早收获年度|harvestmin", Integer),
        ("sale_min", "最低售价(元)|salemin", Decimal),
        ("purchase_max", "最高进价(元)|purchasemax", Decimal),
    ],
};

const TESTS: Columns = Columns {
    required: &[
        ("lot", "批次代码|批次|lot", Code),
        ("occasion", "检验时机|occasion", Text),
        ("tested_on", "检验日期|testedon", Day),
    ],
    optional: &[("report", "检验机构及报告编号|报告编号|report", Text)],
};

const ASSETS: Columns = Columns {
    required: &[
        ("item", "资产分类代码|资产分类|item", Text),
        ("name", "资产名称|名称|name", Text),
        ("intake", "来源类别|来源|intake", Text),
        ("pool", "公物仓|公物仓代码|pool", Text),
        ("place", "存放位置|place", Text),
        ("price", "原值(元)|原值|price", Decimal),
        ("acquired_on", "取得日期|acquiredon", Day),
        ("origin", "来源单位|移交单位|origin", Text),
    ],
    optional: &[
        ("spec", "规格型号|规格|spec", Text),
        ("condition", "成色|condition", Text),
        ("count", "件数|数量|count", Integer),
        ("purpose", "捐赠意愿|purpose", Text),
        ("handler", "扣押经办人|handler", Code),
    ],
};

const YEARLY: Columns = Columns {
    required: &[
        ("organisation", "归属机构|归属单位|organisation", Text),
        ("item", "物资分类|物资类别|物资|category|item", Text),
        ("received", "累计入库数量(件)|累计入库数量|received", Decimal),
        ("issued", "累计出库数量(件)|累计出库数量|issued", Decimal),
        ("stock", "在库数量(件)|在库数量|stock", Decimal),
    ],
    optional: &[],
};

impl Kind {
    /// Every kind, in the order in which a new organisation would import them.
    pub const ALL: [Kind; 10] = [
        Kind::Organisations,
        Kind::Sites,
        Kind::Warehouses,
        Kind::Bays,
        Kind::Positions,
        Kind::Lots,
        Kind::Tests,
        Kind::Plans,
        Kind::Assets,
        Kind::Yearly,
    ];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Organisations => "organisations",
            Kind::Sites => "sites",
            Kind::Warehouses => "warehouses",
            Kind::Bays => "bays",
            Kind::Positions => "positions",
            Kind::Lots => "lots",
            Kind::Plans => "plans",
            Kind::Tests => "tests",
            Kind::Assets => "assets",
            Kind::Yearly => "yearly",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Kind::Organisations => ("单位", "Organisations"),
            Kind::Sites => ("库区", "Sites"),
            Kind::Warehouses => ("仓房、油罐", "Warehouses and tanks"),
            Kind::Bays => ("廒间", "Bays"),
            Kind::Positions => ("货位", "Positions"),
            Kind::Lots => ("期初批次", "Lots of an opening balance"),
            Kind::Plans => ("轮换计划", "Rotation plans"),
            Kind::Tests => ("质量检验", "Quality tests"),
            Kind::Assets => ("公物仓资产", "Assets"),
            Kind::Yearly => ("公物仓年度表", "Yearly table of a public-property warehouse"),
        }
    }

    /// The kind of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What whoever imports must be allowed to do.
    pub const fn action(self) -> Action {
        match self {
            Kind::Organisations => Action::OrganisationRegister,
            Kind::Sites => Action::SiteRegister,
            Kind::Warehouses => Action::WarehouseRegister,
            Kind::Bays => Action::BayRegister,
            Kind::Positions => Action::PositionRegister,
            Kind::Lots | Kind::Yearly => Action::StockOpen,
            Kind::Plans => Action::RotationDraft,
            Kind::Tests => Action::QualityTest,
            Kind::Assets => Action::AssetReceive,
        }
    }

    const fn columns(self) -> &'static Columns {
        match self {
            Kind::Organisations => &ORGANISATIONS,
            Kind::Sites => &SITES,
            Kind::Warehouses => &WAREHOUSES,
            Kind::Bays => &BAYS,
            Kind::Positions => &POSITIONS,
            Kind::Lots => &LOTS,
            Kind::Plans => &PLANS,
            Kind::Tests => &TESTS,
            Kind::Assets => &ASSETS,
            Kind::Yearly => &YEARLY,
        }
    }

    /// The columns. Tests have one more for each indicator that a pack knows, under its name or its id.
    pub fn fields(self, packs: &Catalogue) -> Vec<Field> {
        let Columns { required, optional } = self.columns();
        let field = |required| {
            move |(name, heads, holds): &Line| Field {
                name: (*name).to_owned(),
                heads: heads.split('|').map(str::to_owned).collect(),
                holds: *holds,
                required,
            }
        };
        let mut fields: Vec<Field> =
            required.iter().map(field(true)).chain(optional.iter().map(field(false))).collect();
        if self == Kind::Tests {
            for indicator in packs.packs().iter().flat_map(|pack| &pack.indicators) {
                let heads = [&indicator.name.zh, &indicator.id, &indicator.name.en];
                match fields.iter_mut().find(|field| field.name == indicator.id) {
                    Some(known) => {
                        known.heads.extend(heads.into_iter().cloned());
                        known.heads.dedup();
                    }
                    None => fields.push(Field {
                        name: indicator.id.clone(),
                        heads: heads.map(Clone::clone).to_vec(),
                        holds: Text,
                        required: false,
                    }),
                }
            }
        }
        fields
    }
}
