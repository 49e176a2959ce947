-- Public property: warehouses and assets coded one by one. Owner: stock. All rows follow from the facts of their book.
CREATE TABLE stock_pool (
  book_id BIGINT NOT NULL,
  pool TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('city', 'county', 'town', 'village')),
  rank TEXT NOT NULL CHECK (rank IN ('main', 'forward')),
  parent TEXT,
  address TEXT NOT NULL,
  registered_on TEXT NOT NULL,
  PRIMARY KEY (book_id, pool),
  CHECK ((rank = 'forward') = (parent IS NOT NULL))
);

CREATE TABLE stock_asset (
  book_id BIGINT NOT NULL,
  asset TEXT NOT NULL,
  item TEXT NOT NULL,
  name TEXT NOT NULL,
  spec TEXT NOT NULL,
  title TEXT NOT NULL CHECK (title IN ('state', 'donated', 'confiscated', 'case')),
  intake TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('in_use', 'idle', 'promised', 'on_loan', 'repair', 'disposing', 'sealed', 'missing', 'transferred', 'disposed')),
  condition TEXT NOT NULL CHECK (condition IN ('new', 'good', 'repair', 'scrap')),
  pool TEXT,
  place TEXT NOT NULL,
  price BIGINT NOT NULL CHECK (price >= 0),
  acquired_on TEXT NOT NULL,
  life_ends_on TEXT,
  purpose TEXT,
  origin TEXT NOT NULL,
  photos TEXT NOT NULL,
  keeper TEXT NOT NULL,
  handler TEXT,
  holder TEXT,
  loan TEXT,
  since TEXT NOT NULL,
  received_n BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, asset),
  CHECK (handler IS NULL OR handler <> keeper),
  CHECK (title <> 'case' OR state IN ('sealed', 'disposed')),
  CHECK (title IN ('state', 'donated') OR state NOT IN ('promised', 'on_loan', 'transferred', 'in_use')),
  CHECK ((loan IS NULL) = (state NOT IN ('promised', 'on_loan')))
);
CREATE INDEX stock_asset_code ON stock_asset (asset);
CREATE INDEX stock_asset_idle ON stock_asset (state, asset);
