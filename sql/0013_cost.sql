-- Costs: money spent on keeping goods, for a site and a period, and where known for one position or lot. Owner: stock. All of it
-- follows from facts; what is reversed stays and is not counted.
CREATE TABLE stock_cost (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('storage', 'transport', 'maintenance', 'energy')),
  site TEXT NOT NULL,
  position TEXT,
  lot TEXT,
  day_from TEXT NOT NULL,
  day_to TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  document TEXT NOT NULL,
  payee TEXT,
  source TEXT,
  by_user TEXT NOT NULL,
  reversed_by BIGINT,
  PRIMARY KEY (book_id, n),
  CHECK (day_from <= day_to)
);
CREATE INDEX stock_cost_site ON stock_cost (site, day_to);
