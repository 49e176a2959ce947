//! Code tables: regions, items, natures, packs. What the program and its packs bring along; everybody with an account may read
//! them.

pub mod item_list;
pub mod nature_list;
pub mod pack_list;
pub mod pack_show;
pub mod region_list;

use serde::Deserialize;
use utoipa::IntoParams;

/// A search.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Text in the code or a name.
    #[param(max_length = 100)]
    q: Option<String>,
}

impl Search {
    /// Does one of these texts hold what is searched?
    pub fn finds(&self, texts: &[&str]) -> bool {
        let wanted = self.q.as_deref().unwrap_or_default().trim().to_lowercase();
        wanted.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&wanted))
    }
}
