-- The books: heads, facts, used keys, tiles above the leaves, signed checkpoints. Owner: base::ledger.
CREATE TABLE book (
  id BIGINT PRIMARY KEY,
  org TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL UNIQUE,
  epoch BIGINT NOT NULL CHECK (epoch >= 1),
  at BIGINT NOT NULL,
  size BIGINT NOT NULL CHECK (size >= 0),
  range_sha256 {bytes} NOT NULL,
  range_sm3 {bytes} NOT NULL
);

CREATE TABLE fact (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL CHECK (n >= 0),
  at BIGINT NOT NULL,
  act TEXT NOT NULL,
  entry {bytes} NOT NULL,
  leaf_sha256 {bytes} NOT NULL,
  leaf_sm3 {bytes} NOT NULL,
  PRIMARY KEY (book_id, n)
);
CREATE INDEX fact_at ON fact (at);

CREATE TABLE act (
  book_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  n BIGINT NOT NULL,
  request BIGINT NOT NULL,
  at BIGINT NOT NULL,
  created TEXT NOT NULL,
  PRIMARY KEY (book_id, key)
);

CREATE TABLE tile (
  book_id BIGINT NOT NULL,
  suite TEXT NOT NULL CHECK (suite IN ('sha256', 'sm3')),
  level BIGINT NOT NULL CHECK (level >= 1),
  n BIGINT NOT NULL,
  hashes {bytes} NOT NULL,
  PRIMARY KEY (book_id, suite, level, n)
);

CREATE TABLE checkpoint (
  book_id BIGINT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  gm_note TEXT NOT NULL,
  PRIMARY KEY (book_id, size)
);
