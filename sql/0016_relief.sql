-- Relief goods: inspections, kits and what lots were made from. Owner: stock.
CREATE TABLE stock_inspection (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  lot TEXT NOT NULL,
  position TEXT NOT NULL,
  inspected_on TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('good', 'repair', 'scrap')),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  faulty BIGINT NOT NULL CHECK (faulty >= 0 AND faulty <= quantity),
  apart TEXT,
  note TEXT,
  by_user TEXT NOT NULL,
  PRIMARY KEY (book_id, n),
  CHECK ((outcome = 'good') = (faulty = 0))
);

CREATE TABLE stock_kit (
  book_id BIGINT NOT NULL,
  kit TEXT NOT NULL,
  name TEXT NOT NULL,
  item TEXT NOT NULL,
  parts TEXT NOT NULL,
  defined_on TEXT NOT NULL,
  PRIMARY KEY (book_id, kit)
);

CREATE TABLE stock_kit_lot (
  book_id BIGINT NOT NULL,
  lot TEXT NOT NULL,
  kit TEXT NOT NULL,
  assembled_on TEXT NOT NULL,
  PRIMARY KEY (book_id, lot)
);

CREATE TABLE stock_lineage (
  book_id BIGINT NOT NULL,
  lot TEXT NOT NULL,
  source TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  amount BIGINT NOT NULL,
  back BIGINT NOT NULL CHECK (back >= 0 AND back <= quantity),
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, lot, source),
  CHECK (lot <> source)
);
CREATE INDEX stock_lineage_lot ON stock_lineage (lot);
CREATE INDEX stock_lineage_source ON stock_lineage (source);
