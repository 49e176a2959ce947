-- Organisations and users (derived from facts), and beside the books: secrets, names, sessions, tokens. Owner: base::identity.
CREATE TABLE organisation (
  book_id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  party TEXT NOT NULL CHECK (party IN ('GOV', 'ENTERPRISE', 'SOCIAL')),
  region TEXT NOT NULL,
  parent TEXT,
  above TEXT NOT NULL,
  upstream TEXT,
  registered_at BIGINT NOT NULL
);
CREATE INDEX organisation_region ON organisation (region);
CREATE INDEX organisation_name ON organisation (name);

CREATE TABLE identity_user (
  book_id BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  org TEXT NOT NULL,
  active BIGINT NOT NULL CHECK (active IN (0, 1)),
  roles TEXT NOT NULL,
  regions TEXT NOT NULL,
  person TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  enabled_at BIGINT NOT NULL,
  PRIMARY KEY (book_id, user_id)
);

CREATE TABLE identity_node (
  n BIGINT PRIMARY KEY CHECK (n = 1),
  name TEXT NOT NULL,
  org TEXT NOT NULL,
  book_id BIGINT NOT NULL
);

CREATE TABLE identity_secret (
  user_id TEXT PRIMARY KEY,
  password TEXT NOT NULL,
  former TEXT NOT NULL,
  password_at BIGINT NOT NULL,
  must_change BIGINT NOT NULL CHECK (must_change IN (0, 1)),
  totp {bytes},
  totp_pending {bytes},
  totp_step BIGINT,
  failures BIGINT NOT NULL CHECK (failures >= 0),
  failed_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);

CREATE TABLE identity_person (
  user_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  salt {bytes} NOT NULL
);

CREATE TABLE identity_session (
  digest TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  second_factor_at BIGINT
);
CREATE INDEX identity_session_user ON identity_session (user_id);

CREATE TABLE identity_token (
  digest TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  label TEXT NOT NULL,
  roles TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked BIGINT NOT NULL CHECK (revoked IN (0, 1))
);
CREATE INDEX identity_token_user ON identity_token (user_id);
