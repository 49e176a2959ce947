-- Stock: facilities, lots, movements and what is computed from them. Owner: stock. Every table but stock_movement is
-- keyed by book first; all of them follow from the facts of that book and are rebuilt by `inrs replay --check`.
CREATE TABLE stock_site (
  book_id BIGINT NOT NULL,
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL,
  longitude BIGINT NOT NULL,
  latitude BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (book_id, site)
);
CREATE UNIQUE INDEX stock_site_code ON stock_site (site);
CREATE INDEX stock_site_region ON stock_site (region);

CREATE TABLE stock_warehouse (
  book_id BIGINT NOT NULL,
  warehouse TEXT NOT NULL,
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (book_id, warehouse)
);
CREATE INDEX stock_warehouse_site ON stock_warehouse (site);

CREATE TABLE stock_bay (
  book_id BIGINT NOT NULL,
  bay TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  name TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (book_id, bay)
);
CREATE INDEX stock_bay_code ON stock_bay (bay);

CREATE TABLE stock_position (
  book_id BIGINT NOT NULL,
  position TEXT NOT NULL,
  site TEXT NOT NULL,
  bay TEXT NOT NULL,
  name TEXT NOT NULL,
  form TEXT NOT NULL,
  capacity BIGINT NOT NULL CHECK (capacity > 0),
  keeper TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  dedicated TEXT,
  lots BIGINT NOT NULL CHECK (lots >= 0),
  free_from TEXT,
  PRIMARY KEY (book_id, position)
);
CREATE UNIQUE INDEX stock_position_code ON stock_position (position);
CREATE INDEX stock_position_site ON stock_position (site, position);

CREATE TABLE stock_lot (
  book_id BIGINT NOT NULL,
  lot TEXT NOT NULL,
  item TEXT NOT NULL,
  nature TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  harvest_year BIGINT,
  origin TEXT,
  grade TEXT,
  produced_on TEXT,
  expires_on TEXT,
  received_on TEXT NOT NULL,
  storage_quality TEXT CHECK (storage_quality IN ('suitable', 'slightly_unsuitable', 'severely_unsuitable')),
  tested_on TEXT,
  accepted TEXT,
  latest TEXT,
  held TEXT,
  held_by TEXT,
  PRIMARY KEY (book_id, lot)
);
CREATE INDEX stock_lot_code ON stock_lot (lot);

CREATE TABLE stock_serial (
  book_id BIGINT NOT NULL,
  prefix TEXT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (book_id, prefix)
);

CREATE TABLE stock_movement (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  line BIGINT NOT NULL,
  at BIGINT NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  position TEXT NOT NULL,
  lot TEXT NOT NULL,
  item TEXT NOT NULL,
  nature TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  balance BIGINT NOT NULL CHECK (balance >= 0),
  reverses BIGINT,
  directive TEXT,
  counterpart TEXT,
  by_user TEXT NOT NULL,
  PRIMARY KEY (book_id, n, line)
);
CREATE INDEX stock_movement_position ON stock_movement (position, n);
CREATE INDEX stock_movement_lot ON stock_movement (lot, at);

CREATE TABLE stock_balance (
  book_id BIGINT NOT NULL,
  position TEXT NOT NULL,
  lot TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity >= 0),
  amount BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, position, lot)
);
CREATE INDEX stock_balance_position ON stock_balance (position, lot);
CREATE INDEX stock_balance_lot ON stock_balance (lot);

CREATE TABLE stock_daily (
  book_id BIGINT NOT NULL,
  day TEXT NOT NULL,
  site TEXT NOT NULL,
  item TEXT NOT NULL,
  nature TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  kind TEXT NOT NULL,
  quantity_in BIGINT NOT NULL,
  quantity_out BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (book_id, day, site, item, nature, owner_level, kind)
);
CREATE INDEX stock_daily_day ON stock_daily (day);

CREATE TABLE stock_directive (
  book_id BIGINT NOT NULL,
  directive TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('supply', 'rotation', 'transfer', 'disposal')),
  state TEXT NOT NULL CHECK (state IN ('issued', 'approved', 'revoked')),
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  authority TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  issued_by TEXT NOT NULL,
  approved_by TEXT,
  reason TEXT,
  PRIMARY KEY (book_id, directive),
  CHECK (approved_by IS NULL OR approved_by <> issued_by)
);
CREATE INDEX stock_directive_code ON stock_directive (directive);

CREATE TABLE stock_directive_line (
  book_id BIGINT NOT NULL,
  directive TEXT NOT NULL,
  line BIGINT NOT NULL,
  scope TEXT NOT NULL,
  item TEXT NOT NULL,
  nature TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  quantity_max BIGINT NOT NULL CHECK (quantity_max > 0),
  destination TEXT,
  PRIMARY KEY (book_id, directive, line)
);
CREATE INDEX stock_directive_line_scope ON stock_directive_line (scope);

CREATE TABLE stock_directive_use (
  book_id BIGINT NOT NULL,
  directive TEXT NOT NULL,
  line BIGINT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (book_id, directive, line)
);
CREATE INDEX stock_directive_use_code ON stock_directive_use (directive);

CREATE TABLE stock_consignment (
  book_id BIGINT NOT NULL,
  consignment TEXT NOT NULL,
  to_site TEXT NOT NULL,
  carrier TEXT NOT NULL,
  vehicle TEXT,
  directive TEXT,
  directive_line BIGINT,
  dispatched_at BIGINT NOT NULL,
  dispatched_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sent', 'disputed', 'settled')),
  reason TEXT,
  disputed_by TEXT,
  PRIMARY KEY (book_id, consignment)
);
CREATE INDEX stock_consignment_code ON stock_consignment (consignment);
CREATE INDEX stock_consignment_to ON stock_consignment (to_site);

CREATE TABLE stock_consignment_line (
  book_id BIGINT NOT NULL,
  consignment TEXT NOT NULL,
  line BIGINT NOT NULL,
  lot TEXT NOT NULL,
  item TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  amount BIGINT NOT NULL,
  settled BIGINT NOT NULL CHECK (settled >= 0 AND settled <= quantity),
  PRIMARY KEY (book_id, consignment, line)
);
CREATE INDEX stock_consignment_line_code ON stock_consignment_line (consignment);

CREATE TABLE stock_arrival (
  book_id BIGINT NOT NULL,
  consignment TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('arriving', 'closed')),
  reason TEXT,
  closed_by TEXT,
  PRIMARY KEY (book_id, consignment)
);
CREATE INDEX stock_arrival_code ON stock_arrival (consignment);

CREATE TABLE stock_arrival_line (
  book_id BIGINT NOT NULL,
  consignment TEXT NOT NULL,
  line BIGINT NOT NULL,
  arrived BIGINT NOT NULL CHECK (arrived >= 0),
  amount BIGINT NOT NULL,
  PRIMARY KEY (book_id, consignment, line)
);
CREATE INDEX stock_arrival_line_code ON stock_arrival_line (consignment, line);

CREATE TABLE stock_request (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('adjustment', 'reversal', 'loss')),
  detail TEXT NOT NULL,
  position TEXT,
  reason TEXT NOT NULL,
  requested_at BIGINT NOT NULL,
  requested_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected')),
  decided_by TEXT,
  decided_n BIGINT,
  PRIMARY KEY (book_id, n),
  CHECK (decided_by IS NULL OR decided_by <> requested_by)
);

CREATE TABLE stock_reversal (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  by_n BIGINT NOT NULL CHECK (by_n > n),
  PRIMARY KEY (book_id, n)
);

CREATE TABLE stock_count (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  scope TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  reason TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  closed_by TEXT,
  closed_n BIGINT,
  PRIMARY KEY (book_id, n)
);

CREATE TABLE stock_count_line (
  book_id BIGINT NOT NULL,
  count BIGINT NOT NULL,
  position TEXT NOT NULL,
  lot TEXT NOT NULL,
  book BIGINT NOT NULL,
  first BIGINT,
  first_by TEXT,
  first_difference BIGINT,
  second BIGINT,
  second_by TEXT,
  second_difference BIGINT,
  recounts BIGINT NOT NULL,
  PRIMARY KEY (book_id, count, position, lot),
  CHECK (second_by IS NULL OR second_by <> first_by)
);

CREATE TABLE stock_worksheet (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  position TEXT NOT NULL,
  lot TEXT NOT NULL,
  day TEXT NOT NULL,
  book BIGINT NOT NULL,
  measured BIGINT NOT NULL,
  checked BIGINT NOT NULL,
  difference BIGINT NOT NULL,
  difference_rate BIGINT NOT NULL,
  matches BIGINT NOT NULL,
  by_user TEXT NOT NULL,
  PRIMARY KEY (book_id, n)
);
CREATE INDEX stock_worksheet_position ON stock_worksheet (position, n);
