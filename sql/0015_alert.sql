-- Alerts, suppressions and cases follow from facts; evidence is kept beside the book under the digest in the fact. Owner: hub.
CREATE TABLE hub_alert (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  position TEXT NOT NULL,
  kind TEXT NOT NULL,
  stream BIGINT NOT NULL,
  rule TEXT NOT NULL,
  place TEXT NOT NULL,
  severity BIGINT NOT NULL CHECK (severity BETWEEN 1 AND 5),
  status TEXT,
  evidence TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'cleared')),
  cleared_at BIGINT,
  acknowledged_by TEXT,
  acknowledged_at BIGINT,
  step TEXT CHECK (step IN ('verified', 'rectified', 'rechecked', 'closed')),
  step_by TEXT,
  PRIMARY KEY (book_id, n)
);
CREATE INDEX hub_alert_stream ON hub_alert (book_id, stream, state);

CREATE TABLE hub_suppression (
  book_id BIGINT NOT NULL,
  stream BIGINT NOT NULL,
  rule TEXT NOT NULL,
  until BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, stream, rule)
);

CREATE TABLE hub_alert_step (
  book_id BIGINT NOT NULL,
  alert BIGINT NOT NULL,
  n BIGINT NOT NULL,
  step TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_user TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (book_id, alert, n)
);

CREATE TABLE hub_evidence (
  book_id BIGINT NOT NULL,
  digest TEXT NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (book_id, digest)
);
