-- Disposal of assets, temporary bodies and events, stock-takes of assets; in the book of the organisation that answers for them. Owner: stock.
CREATE TABLE stock_disposal (
  book_id BIGINT NOT NULL,
  disposal TEXT NOT NULL,
  way TEXT NOT NULL,
  cause TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'cleared', 'ended', 'closed', 'refused')),
  assets BIGINT NOT NULL CHECK (assets > 0),
  price BIGINT NOT NULL CHECK (price >= 0),
  worth BIGINT NOT NULL CHECK (worth >= 0),
  asked_on TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_why TEXT NOT NULL,
  appraised BIGINT,
  appraiser TEXT,
  appraisal TEXT,
  approved_by TEXT,
  permitted_by TEXT,
  refused_why TEXT,
  party TEXT,
  document TEXT,
  photo TEXT,
  ended_by TEXT,
  ended_on TEXT,
  ended_why TEXT,
  proceeds BIGINT NOT NULL CHECK (proceeds >= 0),
  paid BIGINT NOT NULL CHECK (paid >= 0 AND paid <= proceeds),
  closed_on TEXT,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, disposal),
  CHECK (approved_by IS NULL OR approved_by <> asked_by),
  CHECK (permitted_by IS NULL OR (permitted_by <> asked_by AND permitted_by <> approved_by)),
  CHECK (ended_by IS NULL OR ended_by <> approved_by)
);
CREATE INDEX stock_disposal_code ON stock_disposal (disposal);

CREATE TABLE stock_disposal_line (
  book_id BIGINT NOT NULL,
  disposal TEXT NOT NULL,
  asset TEXT NOT NULL,
  was TEXT NOT NULL,
  price BIGINT NOT NULL,
  PRIMARY KEY (book_id, disposal, asset)
);

CREATE TABLE stock_occasion (
  book_id BIGINT NOT NULL,
  occasion TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('body', 'event')),
  document TEXT NOT NULL,
  from_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  ended_on TEXT,
  recalled BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, occasion),
  CHECK (ends_on >= from_on)
);
CREATE INDEX stock_occasion_end ON stock_occasion (ends_on);

CREATE TABLE stock_inventory (
  book_id BIGINT NOT NULL,
  inventory TEXT NOT NULL,
  pool TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  expected BIGINT NOT NULL,
  closed_on TEXT,
  closed_by TEXT,
  found BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  misplaced BIGINT NOT NULL,
  unexpected BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, inventory),
  CHECK (closed_by IS NULL OR closed_by <> opened_by)
);

CREATE TABLE stock_inventory_line (
  book_id BIGINT NOT NULL,
  inventory TEXT NOT NULL,
  asset TEXT NOT NULL,
  expected BIGINT NOT NULL,
  scanned_by TEXT,
  scanned_at BIGINT,
  verdict TEXT CHECK (verdict IN ('noted', 'lost', 'adopted')),
  reason TEXT,
  decided_by TEXT,
  PRIMARY KEY (book_id, inventory, asset)
);
