//! Lists page by page. A cursor is opaque to callers: the key of the last row they saw, with a check that refuses what this
//! server did not write.

use super::problem::Problem;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

/// Rows of a page unless asked otherwise.
const LIMIT: u16 = 50;
/// Rows of a page at most.
pub const LIMIT_MAX: u16 = 500;
/// Longest cursor.
const CURSOR_MAX: usize = 512;

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Rows at most, 1 to 500; 50 unless given.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// Cursor of the next page; null on the last.
    pub next: Option<String>,
    /// Rows in the whole list, where that is cheap to tell.
    pub total: Option<i64>,
}

impl Page {
    /// Rows asked for.
    pub fn limit(&self) -> Result<i64, Problem> {
        match self.limit.unwrap_or(LIMIT) {
            limit @ 1..=LIMIT_MAX => Ok(i64::from(limit)),
            _ => Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "page.limit",
                "每页行数须为 1 至 500",
                "limit must be 1 to 500",
            )
            .at("limit")),
        }
    }

    /// The key of the last row seen; empty at the beginning.
    pub fn after(&self) -> Result<String, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(String::new()) };
        read(cursor).ok_or_else(|| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "page.cursor",
                "翻页标记无效",
                "the cursor is not one of this server",
            )
            .mend("从第一页重新开始", "Start again from the first page")
            .at("cursor")
        })
    }
}

impl Page {
    /// One page of rows that are all in memory, sorted by their key.
    pub fn cut<R, T>(
        &self,
        rows: Vec<R>,
        key: impl Fn(&R) -> String,
        show: impl FnMut(R) -> T,
    ) -> Result<List<T>, Problem> {
        let (limit, after) = (self.limit()?, self.after()?);
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let most = usize::try_from(limit).unwrap_or(0) + 1;
        let rest: Vec<R> = rows.into_iter().filter(|row| key(row) > after).take(most).collect();
        Ok(List::of(rest, limit, key, show).out_of(total))
    }
}

impl<T> List<T> {
    /// A page from rows fetched one beyond `limit`; `key` names a row for the cursor.
    pub fn of<R>(mut rows: Vec<R>, limit: i64, key: impl Fn(&R) -> String, show: impl FnMut(R) -> T) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| write(&key(row)));
        Self { items: rows.into_iter().map(show).collect(), next, total: None }
    }

    /// A list that is always sent whole.
    pub fn whole(items: Vec<T>) -> Self {
        let total = i64::try_from(items.len()).ok();
        Self { items, next: None, total }
    }

    /// The same page, of a list of this many rows.
    pub fn out_of(self, total: i64) -> Self {
        Self { total: Some(total), ..self }
    }
}

fn check(key: &str) -> [u8; 4] {
    let digest = Sha256::new().chain_update("inrs cursor v1\n").chain_update(key).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn write(key: &str) -> String {
    let mut bytes = check(key).to_vec();
    bytes.extend_from_slice(key.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read(cursor: &str) -> Option<String> {
    if cursor.len() > CURSOR_MAX {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (found, key) = bytes.split_at_checked(4)?;
    let key = String::from_utf8(key.to_vec()).ok()?;
    (found == check(&key)).then_some(key)
}

#[cfg(test)]
mod test {
    use super::*;

    fn page(limit: Option<u16>, cursor: Option<&str>) -> Page {
        Page { limit, cursor: cursor.map(str::to_owned) }
    }

    #[test]
    fn a_cursor_is_read_back_and_a_forged_one_refused() {
        let cursor = write("350100A0100100200301");
        assert_eq!(page(None, Some(&cursor)).after().unwrap(), "350100A0100100200301");
        let mut forged = cursor.clone().into_bytes();
        forged[9] ^= 1;
        for bad in ["x", "", "AAAAAAAA", &String::from_utf8(forged).unwrap(), &"A".repeat(1000)] {
            assert_eq!(page(None, Some(bad)).after().unwrap_err().code(), "page.cursor", "{bad}");
        }
    }

    #[test]
    fn a_page_has_one_to_five_hundred_rows() {
        for (limit, expected) in
            [(None, Some(50)), (Some(1), Some(1)), (Some(500), Some(500)), (Some(0), None), (Some(501), None)]
        {
            assert_eq!(page(limit, None).limit().ok(), expected, "{limit:?}");
        }
    }

    #[test]
    fn the_last_page_has_no_next() {
        let rows = |n: i64| (0..n).collect::<Vec<_>>();
        let full = List::of(rows(3), 2, i64::to_string, |n| n);
        assert_eq!((full.items, full.next), (vec![0, 1], Some(write("1"))));
        let last = List::of(rows(2), 2, i64::to_string, |n| n);
        assert_eq!((last.items, last.next), (vec![0, 1], None));
    }
}
