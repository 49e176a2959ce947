-- Case property: who has custody of a sealed thing, and the chain of custody. Owner: stock.
CREATE TABLE stock_custody (
  book_id BIGINT NOT NULL,
  asset TEXT NOT NULL,
  case_no TEXT NOT NULL,
  office TEXT NOT NULL,
  document TEXT NOT NULL,
  seal TEXT NOT NULL,
  photo TEXT NOT NULL,
  offered_to TEXT,
  offered_by TEXT,
  offered_at BIGINT,
  outcome TEXT CHECK (outcome IN ('returned', 'confiscated', 'auctioned', 'destroyed')),
  sealed_on TEXT NOT NULL,
  steps BIGINT NOT NULL CHECK (steps > 0),
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, asset),
  CHECK ((offered_to IS NULL) = (offered_by IS NULL))
);

CREATE TABLE stock_custody_step (
  book_id BIGINT NOT NULL,
  asset TEXT NOT NULL,
  step BIGINT NOT NULL,
  at BIGINT NOT NULL,
  from_office TEXT NOT NULL,
  to_office TEXT NOT NULL,
  document TEXT NOT NULL,
  seal TEXT NOT NULL,
  photo TEXT NOT NULL,
  given_by TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, asset, step),
  CHECK (given_by <> taken_by)
);
