-- Checks of other organisations' stores: pools and draws, sheets, findings with what was mended and looked at again; beside the
-- books: seeds of draws still to come. Owner: stock::check.
CREATE TABLE stock_check (
  book_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('spring', 'autumn', 'random')),
  authority TEXT NOT NULL,
  cutoff TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('committed', 'running', 'withdrawn', 'closed')),
  objects_wanted BIGINT,
  inspectors_wanted BIGINT,
  commitment TEXT,
  seed TEXT,
  words TEXT,
  instead_of TEXT,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  drawn_at BIGINT,
  drawn_by TEXT,
  ended_by TEXT,
  reason TEXT,
  objects BIGINT NOT NULL CHECK (objects > 0),
  done BIGINT NOT NULL CHECK (done >= 0 AND done <= objects),
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, code),
  CHECK (drawn_by IS NULL OR drawn_by <> opened_by)
);
CREATE INDEX stock_check_code ON stock_check (code);

CREATE TABLE stock_check_object (
  book_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  position TEXT NOT NULL,
  chosen BIGINT NOT NULL,
  lots BIGINT NOT NULL,
  signed BIGINT NOT NULL,
  done BIGINT NOT NULL,
  PRIMARY KEY (book_id, code, position)
);
CREATE INDEX stock_check_object_position ON stock_check_object (position);
CREATE INDEX stock_check_object_code ON stock_check_object (code);

CREATE TABLE stock_check_inspector (
  book_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  user_id TEXT NOT NULL,
  org TEXT NOT NULL,
  chosen BIGINT NOT NULL,
  PRIMARY KEY (book_id, code, user_id)
);
CREATE INDEX stock_check_inspector_code ON stock_check_inspector (code);

CREATE TABLE stock_check_seed (
  book_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  seed TEXT NOT NULL,
  PRIMARY KEY (book_id, code)
);

CREATE TABLE stock_check_sheet (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  code TEXT NOT NULL,
  position TEXT NOT NULL,
  lot TEXT,
  item TEXT,
  day TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('volume', 'count', 'empty')),
  book BIGINT NOT NULL,
  cutoff_book BIGINT NOT NULL,
  measured BIGINT NOT NULL,
  checked BIGINT NOT NULL,
  difference BIGINT NOT NULL,
  difference_rate BIGINT NOT NULL,
  matches BIGINT NOT NULL,
  worksheet TEXT,
  moisture BIGINT,
  sample TEXT,
  photos TEXT NOT NULL,
  note TEXT,
  first TEXT NOT NULL,
  second TEXT,
  signed_at BIGINT,
  PRIMARY KEY (book_id, n),
  CHECK (second IS NULL OR second <> first)
);
CREATE INDEX stock_check_sheet_code ON stock_check_sheet (code, n);
CREATE INDEX stock_check_sheet_position ON stock_check_sheet (position, n);

CREATE TABLE stock_finding (
  book_id BIGINT NOT NULL,
  finding TEXT NOT NULL,
  code TEXT NOT NULL,
  org TEXT NOT NULL,
  position TEXT,
  sheet BIGINT,
  rule TEXT,
  serious BIGINT NOT NULL,
  words TEXT NOT NULL,
  photos TEXT NOT NULL,
  due TEXT NOT NULL,
  round BIGINT NOT NULL CHECK (round >= 0),
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  closed_at BIGINT,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, finding)
);
CREATE INDEX stock_finding_code ON stock_finding (finding);
CREATE INDEX stock_finding_check ON stock_finding (code, finding);
CREATE INDEX stock_finding_org ON stock_finding (org, due);

CREATE TABLE stock_mending (
  book_id BIGINT NOT NULL,
  finding TEXT NOT NULL,
  round BIGINT NOT NULL,
  words TEXT NOT NULL,
  photos TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_user TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, finding, round)
);
CREATE INDEX stock_mending_finding ON stock_mending (finding, round);

CREATE TABLE stock_recheck (
  book_id BIGINT NOT NULL,
  finding TEXT NOT NULL,
  round BIGINT NOT NULL,
  mending BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  words TEXT NOT NULL,
  photos TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_user TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, finding, round)
);
CREATE INDEX stock_recheck_finding ON stock_recheck (finding, round);
