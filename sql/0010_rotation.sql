-- Rotation: plans with their lines, what really moved under them, what it cost. Owner: stock. All of it follows from facts.
ALTER TABLE stock_position ADD COLUMN rotation TEXT;

CREATE TABLE stock_rotation_plan (
  book_id BIGINT NOT NULL,
  plan TEXT NOT NULL,
  year BIGINT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('static', 'dynamic')),
  authority TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'withdrawn')),
  drafted_at BIGINT NOT NULL,
  drafted_by TEXT NOT NULL,
  approved_by TEXT,
  reason TEXT,
  PRIMARY KEY (book_id, plan),
  CHECK (approved_by IS NULL OR approved_by <> drafted_by)
);
CREATE INDEX stock_rotation_plan_code ON stock_rotation_plan (plan);

CREATE TABLE stock_rotation_line (
  book_id BIGINT NOT NULL,
  plan TEXT NOT NULL,
  line BIGINT NOT NULL,
  position TEXT NOT NULL,
  refill TEXT NOT NULL,
  lot TEXT NOT NULL,
  item TEXT NOT NULL,
  nature TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  harvest_year BIGINT,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  out_by TEXT NOT NULL,
  back_by TEXT NOT NULL,
  harvest_min BIGINT,
  sale_min BIGINT,
  purchase_max BIGINT,
  gap_months BIGINT,
  extension_months_max BIGINT,
  physical_percent BIGINT,
  quantity_out BIGINT NOT NULL,
  weighed_out BIGINT NOT NULL,
  emptied_on TEXT,
  quantity_back BIGINT NOT NULL,
  weighed_back BIGINT NOT NULL,
  purchase BIGINT NOT NULL,
  refilled_on TEXT,
  extension_asked BIGINT,
  extension_reason TEXT,
  extension_by TEXT,
  extension_months BIGINT NOT NULL CHECK (extension_months >= 0),
  PRIMARY KEY (book_id, plan, line)
);
CREATE INDEX stock_rotation_line_code ON stock_rotation_line (plan, line);

CREATE TABLE stock_rotation_trip (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  k BIGINT NOT NULL,
  plan TEXT NOT NULL,
  line BIGINT NOT NULL,
  at BIGINT NOT NULL,
  day TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('out', 'back')),
  position TEXT NOT NULL,
  lot TEXT NOT NULL,
  harvest_year BIGINT,
  quantity BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  weighed BIGINT NOT NULL,
  party TEXT,
  vehicle TEXT,
  reverses BIGINT,
  PRIMARY KEY (book_id, n, k)
);
CREATE INDEX stock_rotation_trip_line ON stock_rotation_trip (plan, line);

CREATE TABLE stock_rotation_cost (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  plan TEXT NOT NULL,
  line BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'transport', 'fee', 'loss', 'other')),
  amount BIGINT NOT NULL,
  document TEXT NOT NULL,
  day TEXT NOT NULL,
  by_user TEXT NOT NULL,
  PRIMARY KEY (book_id, n)
);
CREATE INDEX stock_rotation_cost_line ON stock_rotation_cost (plan, line);
