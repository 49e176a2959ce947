-- Statements of reserves with the holdings behind them; they prove themselves by their signatures. Owner: hub::statement.
CREATE TABLE hub_statement (
  at BIGINT PRIMARY KEY,
  node TEXT NOT NULL,
  books BIGINT NOT NULL,
  totals BIGINT NOT NULL,
  holdings BIGINT NOT NULL,
  file TEXT NOT NULL,
  note TEXT NOT NULL,
  gm_note TEXT NOT NULL
);

CREATE TABLE hub_statement_part (
  at BIGINT NOT NULL,
  book_id BIGINT NOT NULL,
  origin TEXT NOT NULL,
  lines TEXT NOT NULL,
  PRIMARY KEY (at, book_id)
);
