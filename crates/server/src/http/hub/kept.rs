//! Answers about the picture, kept as long as it stands still: many people look at the same map and the same table, and between two
//! changes the answer is the same to the byte. Who sees what is part of the question.

use super::Eyes;
use crate::app::App;
use crate::http::cache;
use crate::http::problem::Problem;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base::policy::Reach;
use base::term::{Instant, OrgCode, RegionCode};
use hub::picture::Picture;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes kept at most; beyond them everything is forgotten.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// When an answer holds: this state of the picture, this business day, this newest statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub picture: u64,
    pub today: Date,
    pub statement: Option<Instant>,
}

impl Moment {
    /// The present one, with the picture that the answer will be made from.
    pub fn of(app: &App, picture: &Picture) -> Self {
        Self {
            picture: picture.version,
            today: app.node.clock.now().business_day(),
            statement: app.live.statement(),
        }
    }
}

/// What was asked, and by whom as far as it matters: two callers with the same reach see the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    path: String,
    org: OrgCode,
    regions: Arc<[RegionCode]>,
    reach: Reach,
}

impl Question {
    /// The question of a request.
    pub fn of(request: &Request, eyes: &Eyes<'_>) -> Self {
        let caller = &eyes.principal.caller;
        let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
        Self { path, org: caller.org.clone(), regions: caller.regions.clone(), reach: eyes.reach }
    }
}

/// A rendered answer.
#[derive(Debug, Clone)]
pub struct Answer {
    body: Bytes,
    tag: HeaderValue,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let json = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, json), (header::ETAG, self.tag)], Body::from(self.body)).into_response()
    }
}

#[derive(Default)]
struct Shelf {
    moment: Option<Moment>,
    bytes: usize,
    answers: HashMap<Question, Answer>,
}

/// The answers that still hold.
#[derive(Default)]
pub struct Kept(Mutex<Shelf>);

impl Kept {
    /// The answer to a question, made now if it is not at hand.
    pub fn answer<T: Serialize>(
        &self,
        moment: Moment,
        question: Question,
        make: impl FnOnce() -> T,
    ) -> Result<Answer, Problem> {
        if let Some(known) = self.shelf(moment).answers.get(&question) {
            return Ok(known.clone());
        }
        let body = serde_json::to_vec(&make()).map_err(|e| Problem::busy(format!("an answer: {e}")))?;
        let answer = Answer { tag: cache::tag(&body), body: body.into() };
        let mut shelf = self.shelf(moment);
        if shelf.bytes + answer.body.len() > BYTES_MAX {
            *shelf = Shelf { moment: shelf.moment, ..Shelf::default() };
        }
        // another request may have moved the shelf to a later moment meanwhile
        if shelf.moment == Some(moment) {
            shelf.bytes += answer.body.len();
            shelf.answers.insert(question, answer.clone());
        }
        Ok(answer)
    }

    /// The shelf at a moment: emptied when it held another one's answers.
    fn shelf(&self, moment: Moment) -> MutexGuard<'_, Shelf> {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.moment != Some(moment) {
            *shelf = Shelf { moment: Some(moment), ..Shelf::default() };
        }
        shelf
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use std::cell::Cell;

    fn question(path: &str, region: &str) -> Question {
        let all = Reach {
            ordinary: base::policy::RelationSet::EMPTY,
            ordinary_everywhere: true,
            reserve: base::policy::RelationSet::EMPTY,
            reserve_everywhere: true,
        };
        Question {
            path: path.into(),
            org: OrgCode::parse("91350100M000100Y43").unwrap(),
            regions: [RegionCode::parse(region).unwrap()].into(),
            reach: all,
        }
    }

    #[test]
    fn an_answer_is_made_once_for_a_moment_a_question_and_a_reach() {
        let kept = Kept::default();
        let made = Cell::new(0);
        let at = |picture| Moment { picture, today: Date::constant(2026, 11, 23), statement: None };
        let ask = |moment, path: &str, region: &str| {
            let make = || {
                made.set(made.get() + 1);
                made.get()
            };
            kept.answer(moment, question(path, region), make).unwrap().body
        };
        #[rustfmt::skip]
        let cases = [
            (1, "/map", "330000", "1"),
            (1, "/map", "330000", "1"),   // at hand
            (1, "/table", "330000", "2"), // another question
            (1, "/map", "410000", "3"),   // somebody who sees something else
            (2, "/map", "330000", "4"),   // something has changed since
            (2, "/map", "330000", "4"),
        ];
        for (picture, path, region, expected) in cases {
            assert_eq!(ask(at(picture), path, region), expected.as_bytes(), "{picture} {path} {region}");
        }
    }
}
