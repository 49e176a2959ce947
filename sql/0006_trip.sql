-- Trucks through the gate: notices, trips, weighbridge, plates (derived), and beside the books: drivers, samples under test, raw readings. Owner: stock::notice, stock::trip.
CREATE TABLE stock_notice (
  book_id BIGINT NOT NULL,
  notice TEXT NOT NULL,
  site TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  item TEXT NOT NULL,
  nature TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  harvest_year BIGINT,
  origin TEXT,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  done BIGINT NOT NULL CHECK (done >= 0),
  trips BIGINT NOT NULL CHECK (trips >= 0),
  counterpart TEXT NOT NULL,
  directive TEXT,
  line BIGINT,
  paper TEXT,
  price BIGINT CHECK (price IS NULL OR price >= 0),
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL CHECK (valid_to >= valid_from),
  issued_at BIGINT NOT NULL,
  issued_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  closed_by TEXT,
  PRIMARY KEY (book_id, notice)
);
CREATE INDEX stock_notice_issued ON stock_notice (book_id, issued_at, notice);

CREATE TABLE stock_trip (
  book_id BIGINT NOT NULL,
  trip TEXT NOT NULL,
  notice TEXT NOT NULL,
  site TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  plate TEXT NOT NULL,
  driver TEXT NOT NULL,
  queue_day TEXT NOT NULL,
  queue BIGINT NOT NULL CHECK (queue > 0),
  state TEXT NOT NULL CHECK (state IN ('registered', 'sampled', 'tested', 'weighed_in', 'handled', 'weighed_out', 'settled', 'refused', 'left')),
  steps TEXT NOT NULL,
  registered_at BIGINT NOT NULL,
  moved_at BIGINT NOT NULL,
  blind TEXT,
  sampler TEXT,
  sample TEXT,
  tester TEXT,
  quality TEXT,
  grade TEXT,
  barred TEXT,
  first_kg BIGINT CHECK (first_kg IS NULL OR first_kg > 0),
  first_at BIGINT,
  second_kg BIGINT CHECK (second_kg IS NULL OR second_kg > 0),
  second_at BIGINT,
  position TEXT,
  lot TEXT,
  keeper TEXT,
  settled BIGINT,
  amount BIGINT,
  movement BIGINT,
  doubts TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (book_id, trip),
  CHECK (tester IS NULL OR tester <> sampler),
  CHECK (keeper IS NULL OR sampler IS NULL OR keeper <> sampler)
);
CREATE INDEX stock_trip_registered ON stock_trip (book_id, registered_at, trip);
CREATE INDEX stock_trip_notice ON stock_trip (book_id, notice);

CREATE TABLE stock_gate (
  book_id BIGINT NOT NULL,
  site TEXT NOT NULL,
  queue_day TEXT NOT NULL,
  queue BIGINT NOT NULL CHECK (queue >= 0),
  recent TEXT NOT NULL,
  PRIMARY KEY (book_id, site)
);

CREATE TABLE stock_plate (
  book_id BIGINT NOT NULL,
  plate TEXT NOT NULL,
  inside TEXT,
  tares TEXT NOT NULL,
  trips BIGINT NOT NULL CHECK (trips >= 0),
  last_direction TEXT,
  last_net BIGINT,
  last_at BIGINT,
  PRIMARY KEY (book_id, plate)
);
CREATE INDEX stock_plate_plate ON stock_plate (plate);

CREATE TABLE stock_driver (
  book_id BIGINT NOT NULL,
  trip TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  salt {bytes} NOT NULL,
  PRIMARY KEY (book_id, trip)
);

CREATE TABLE stock_sample (
  book_id BIGINT NOT NULL,
  sample TEXT NOT NULL,
  trip TEXT NOT NULL,
  site TEXT NOT NULL,
  item TEXT NOT NULL,
  owner_level TEXT NOT NULL,
  drawn_on TEXT NOT NULL,
  salt {bytes} NOT NULL,
  PRIMARY KEY (book_id, sample)
);

CREATE TABLE stock_reading (
  book_id BIGINT NOT NULL,
  digest TEXT NOT NULL,
  at BIGINT NOT NULL,
  kilograms BIGINT NOT NULL,
  source TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (book_id, digest)
);
