-- The purchase gate: requests to buy with the search of everything idle. Owner: stock.
CREATE TABLE stock_purchase (
  book_id BIGINT NOT NULL,
  purchase TEXT NOT NULL,
  item TEXT NOT NULL,
  words TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  price BIGINT NOT NULL CHECK (price >= 0),
  needed_on TEXT NOT NULL,
  days BIGINT NOT NULL CHECK (days > 0),
  purpose TEXT NOT NULL,
  gate TEXT NOT NULL CHECK (gate IN ('none', 'matched', 'overridden')),
  considered BIGINT NOT NULL CHECK (considered >= 0),
  serving BIGINT NOT NULL CHECK (serving >= 0 AND serving <= considered),
  covers BIGINT NOT NULL CHECK (covers >= 0 AND covers <= quantity),
  matches TEXT NOT NULL,
  plea TEXT,
  asked_at BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  decided_by TEXT,
  reason TEXT,
  PRIMARY KEY (book_id, purchase),
  CHECK ((gate = 'none') = (serving = 0)),
  CHECK ((gate = 'overridden') = (decided_by IS NOT NULL)),
  CHECK (decided_by IS NULL OR decided_by <> asked_by)
);
CREATE INDEX stock_purchase_code ON stock_purchase (purchase);
