//! The three kinds of value a column may hold (64-bit integer, text, bytes) and their absence; no float, no boolean,
//! no engine type. [`Field`] maps Rust types onto them.

use crate::term::fault::Fault;
use crate::term::id::{
    AssetCode, BookId, ConsignmentCode, ContentHash, DirectiveCode, KitCode, LoanCode, LotCode, NoticeCode,
    OrgCode, PoolCode, PositionCode, PurchaseCode, RegionCode, SiteCode, TripCode, UserId, WarehouseCode,
};
use crate::term::{Instant, Money, Quantity};
use std::sync::Arc;

/// A column's value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(Arc<str>),
    /// BLOB or BYTEA.
    Bytes(Arc<[u8]>),
}

/// One row of a result or a table, in column order.
pub type Row = Vec<Value>;

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl Value {
    /// The value as a Rust type; a fault names both when they do not fit.
    pub fn to<T: Field>(&self) -> Result<T, Fault> {
        T::from_value(self)
    }
}

/// A Rust type that a column can hold.
pub trait Field: Sized {
    /// The column value.
    fn to_value(&self) -> Value;
    /// The Rust value, or a fault when the column holds another kind.
    fn from_value(value: &Value) -> Result<Self, Fault>;
}

fn unfit(value: &Value, wanted: &str) -> Fault {
    let kind = match value {
        Value::Null => "nothing",
        Value::Int(_) => "an integer",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    Fault::new(format!("the store holds {kind} where {wanted} belongs"))
}

impl Field for i64 {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        match value {
            Value::Int(n) => Ok(*n),
            other => Err(unfit(other, "an integer")),
        }
    }
}

impl Field for bool {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        i64::from_value(value).map(|n| n != 0)
    }
}

impl Field for Arc<str> {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => Err(unfit(other, "text")),
        }
    }
}

impl Field for String {
    fn to_value(&self) -> Value {
        Value::Text(self.as_str().into())
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        <Arc<str>>::from_value(value).map(|text| text.as_ref().to_owned())
    }
}

impl Field for Arc<[u8]> {
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            other => Err(unfit(other, "bytes")),
        }
    }
}

impl<T: Field> Field for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        if *value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

/// A calendar day is stored as `YYYY-MM-DD` text: it can never shift by a time zone.
impl Field for jiff::civil::Date {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string().into())
    }
    fn from_value(value: &Value) -> Result<Self, Fault> {
        let text = <Arc<str>>::from_value(value)?;
        text.parse().map_err(|_| Fault::new(format!("the store holds “{text}” where a calendar day belongs")))
    }
}

macro_rules! number_field {
    ($($name:ident),*) => {$(
        impl Field for $name {
            fn to_value(&self) -> Value {
                Value::Int(self.0)
            }
            fn from_value(value: &Value) -> Result<Self, Fault> {
                i64::from_value(value).map(Self)
            }
        }
        impl From<$name> for Value {
            fn from(number: $name) -> Self {
                Self::Int(number.0)
            }
        }
    )*};
}
number_field!(BookId, Quantity, Money, Instant);

macro_rules! id_field {
    ($($name:ident),*) => {$(
        impl Field for $name {
            fn to_value(&self) -> Value {
                Value::Text(self.shared())
            }
            fn from_value(value: &Value) -> Result<Self, Fault> {
                <Arc<str>>::from_value(value).map(|text| Self::stored(&text))
            }
        }
        impl From<&$name> for Value {
            fn from(id: &$name) -> Self {
                Self::Text(id.shared())
            }
        }
    )*};
}
id_field!(
    OrgCode,
    RegionCode,
    SiteCode,
    WarehouseCode,
    PositionCode,
    LotCode,
    DirectiveCode,
    ConsignmentCode,
    PoolCode,
    AssetCode,
    LoanCode,
    PurchaseCode,
    KitCode,
    ContentHash,
    NoticeCode,
    TripCode,
    UserId
);
