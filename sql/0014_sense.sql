-- Sense: devices, layouts, frames with their seals, series. Owner: sense. Frames, keys and health stand beside the books.
CREATE TABLE sense_device (
  book_id BIGINT NOT NULL,
  device TEXT NOT NULL,
  n BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  maker TEXT NOT NULL,
  model TEXT NOT NULL,
  serial TEXT NOT NULL,
  installed_on TEXT NOT NULL,
  calibrated_on TEXT,
  calibrated_until TEXT,
  retired_on TEXT,
  PRIMARY KEY (book_id, device)
);

CREATE TABLE sense_key (
  book_id BIGINT NOT NULL,
  device TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  issued_at BIGINT NOT NULL,
  issued_by TEXT NOT NULL,
  sequence BIGINT NOT NULL CHECK (sequence >= 0),
  PRIMARY KEY (book_id, device)
);

CREATE TABLE sense_health (
  book_id BIGINT NOT NULL,
  device TEXT NOT NULL,
  heard_at BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  repeated BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  lag BIGINT NOT NULL,
  refusal TEXT,
  PRIMARY KEY (book_id, device)
);

CREATE TABLE sense_layout (
  book_id BIGINT NOT NULL,
  position TEXT NOT NULL,
  kind TEXT NOT NULL,
  stream BIGINT NOT NULL,
  rows BIGINT NOT NULL CHECK (rows BETWEEN 1 AND 64),
  columns BIGINT NOT NULL CHECK (columns BETWEEN 1 AND 64),
  layers BIGINT NOT NULL CHECK (layers BETWEEN 1 AND 64),
  row_mm BIGINT NOT NULL CHECK (row_mm > 0),
  column_mm BIGINT NOT NULL CHECK (column_mm > 0),
  layer_mm BIGINT NOT NULL CHECK (layer_mm > 0),
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, position, kind),
  UNIQUE (book_id, stream)
);

-- Position and indicator are one number here: a national scan is tens of thousands of rows, and each name would be longer than the readings.
CREATE TABLE sense_frame (
  book_id BIGINT NOT NULL,
  stream BIGINT NOT NULL,
  at BIGINT NOT NULL,
  received BIGINT NOT NULL,
  device BIGINT NOT NULL,
  points BIGINT NOT NULL CHECK (points > 0),
  missing BIGINT NOT NULL CHECK (missing BETWEEN 0 AND points),
  low BIGINT NOT NULL,
  mean BIGINT NOT NULL,
  high BIGINT NOT NULL,
  likeness BIGINT NOT NULL,
  payload {bytes} NOT NULL,
  judged BIGINT NOT NULL CHECK (judged IN (0, 1)),
  quality {bytes},
  PRIMARY KEY (book_id, stream, at)
);
CREATE INDEX sense_frame_received ON sense_frame (book_id, received);
CREATE INDEX sense_frame_likeness ON sense_frame (likeness);
CREATE INDEX sense_frame_unjudged ON sense_frame (received) WHERE judged = 0;

CREATE TABLE sense_seal (
  book_id BIGINT NOT NULL,
  until BIGINT NOT NULL,
  since BIGINT NOT NULL,
  frames BIGINT NOT NULL CHECK (frames >= 0),
  sha256 TEXT NOT NULL,
  sm3 TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, until),
  CHECK (since < until)
);

CREATE TABLE sense_series (
  book_id BIGINT NOT NULL,
  series TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL,
  tick TEXT NOT NULL CHECK (tick IN ('month', 'day')),
  source TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, series)
);

CREATE TABLE sense_point (
  book_id BIGINT NOT NULL,
  series TEXT NOT NULL,
  tick TEXT NOT NULL,
  value BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, series, tick)
);
