-- Fumigation and aeration jobs with their readings; which job closes a position. Owner: stock::keeping. All of it follows from facts.
ALTER TABLE stock_position ADD COLUMN sealed TEXT;

CREATE TABLE stock_job (
  book_id BIGINT NOT NULL,
  job TEXT NOT NULL,
  position TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('fumigation', 'aeration')),
  method TEXT NOT NULL,
  agent TEXT,
  dose BIGINT CHECK (dose > 0),
  interval_days BIGINT NOT NULL CHECK (interval_days >= 0),
  planned_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'approved', 'running', 'ended', 'cleared', 'withdrawn')),
  planned_by TEXT NOT NULL,
  approved_by TEXT,
  started_on TEXT,
  started_by TEXT,
  air TEXT,
  ended_on TEXT,
  ended_by TEXT,
  cleared_on TEXT,
  cleared_by TEXT,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, job),
  CHECK (approved_by IS NULL OR approved_by <> planned_by),
  CHECK (cleared_by IS NULL OR cleared_by <> ended_by)
);
CREATE INDEX stock_job_code ON stock_job (job);

CREATE TABLE stock_job_reading (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  job TEXT NOT NULL,
  at BIGINT NOT NULL,
  oxygen BIGINT CHECK (oxygen >= 0),
  phosphine BIGINT CHECK (phosphine >= 0),
  carbon_dioxide BIGINT CHECK (carbon_dioxide >= 0),
  mean BIGINT,
  by_user TEXT NOT NULL,
  PRIMARY KEY (book_id, n)
);
CREATE INDEX stock_job_reading_job ON stock_job_reading (job, n);
