-- Articles in the order of their arrival. A number is never given twice, so it orders them
-- whatever the clock did. A row is one text at one address; a new text there is a revision.
CREATE TABLE articles (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL,      -- the URL, or the path where there is none
  id TEXT NOT NULL,           -- Article.id, a hash of the text
  seen INTEGER NOT NULL,      -- when it came, seconds since 1970 in UTC
  title TEXT NOT NULL,
  outlet TEXT NOT NULL,
  text TEXT NOT NULL,
  about TEXT NOT NULL,        -- the Article as JSON, without its text
  UNIQUE (address, id)
);
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_time ON articles (seen);

CREATE VIRTUAL TABLE words USING fts5 (
  title, outlet, text, content = 'articles', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
  INSERT INTO words (rowid, title, outlet, text)
  VALUES (new.number, new.title, new.outlet, new.text);
END;
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
  INSERT INTO words (words, rowid, title, outlet, text)
  VALUES ('delete', old.number, old.title, old.outlet, old.text);
END;

-- Vectors by the text and by all that makes them what they are.
CREATE TABLE models (
  number INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE  -- of weights, tokenizer, settings and libraries
);
CREATE TABLE vectors (
  model INTEGER NOT NULL REFERENCES models (number),
  text BLOB NOT NULL,         -- SHA-256, its first 16 bytes
  sum INTEGER NOT NULL,       -- CRC-32 of the vector; a row that has decayed is made anew
  vector BLOB NOT NULL,       -- float32, little-endian
  made INTEGER NOT NULL,      -- seconds since 1970
  PRIMARY KEY (model, text)
);

-- What is known of an address of the web.
CREATE TABLE visits (
  url TEXT PRIMARY KEY,
  visit TEXT NOT NULL         -- as JSON
);

-- The daily briefs. A brief holds the articles after "first" up to "last".
CREATE TABLE briefs (
  number INTEGER PRIMARY KEY,
  title TEXT NOT NULL,        -- briefs of another title have windows of their own
  day TEXT NOT NULL,          -- YYYY-MM-DD
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  inputs TEXT NOT NULL,       -- a hash of all that the brief was made from
  failures TEXT NOT NULL,     -- what could not be fetched, as JSON
  brief BLOB NOT NULL,        -- as JSON, deflated
  UNIQUE (title, day)
);
CREATE TABLE points (
  brief INTEGER NOT NULL REFERENCES briefs (number) ON DELETE CASCADE,
  point TEXT NOT NULL         -- briefing.models.Told as JSON
);
CREATE INDEX points_by_brief ON points (brief);
-- What the texts behind a brief said, as hashes of runs of words.
CREATE TABLE traces (
  brief INTEGER NOT NULL REFERENCES briefs (number) ON DELETE CASCADE,
  trace INTEGER NOT NULL,
  PRIMARY KEY (trace, brief)
) WITHOUT ROWID;
CREATE INDEX traces_by_brief ON traces (brief);
