"""The registry as the search for duplicates reads it: sounds of names and hashes of numbers, in one Parquet file.

The rows come out of PostgreSQL in one COPY; no name, phone or number stands in the file, and it is thrown away after.
"""

from pathlib import Path

import duckdb
from django.db import connection

_COPY = """
COPY (
  SELECT id, name_key, nullif(parent_key, ''), sex,
    extract(year FROM born_on)::int, extract(month FROM born_on)::int, extract(day FROM born_on)::int, is_born_known,
    district_id, place_id, family_id,
    CASE WHEN phone <> '' THEN hashtextextended(phone, 0) END,
    CASE WHEN uan <> '' THEN hashtextextended(uan, 0) END,
    CASE WHEN aadhaar_digest <> '' THEN hashtextextended(aadhaar_digest, 0) END
  FROM workers_worker WHERE merged_into_id IS NULL AND erased_at IS NULL AND died_on IS NULL AND name_key <> ''
) TO STDOUT (FORMAT csv)
"""
_READ = """
CREATE TABLE raw AS SELECT * FROM read_csv(?, header = false, columns = {
  id: 'BIGINT', name_key: 'VARCHAR', parent_key: 'VARCHAR', sex: 'VARCHAR', born_year: 'INT', month: 'INT', day: 'INT',
  is_known: 'VARCHAR', district: 'BIGINT', place: 'BIGINT', family: 'BIGINT', phone: 'BIGINT', uan: 'BIGINT',
  aadhaar: 'BIGINT'})
"""
# The rarest word of a name stands for it where another word was left out or added: mostly the given name.
_RAREST = """
CREATE TABLE {made} AS
WITH words AS (SELECT {column} AS whole, count(*) AS rows FROM raw WHERE {column} IS NOT NULL GROUP BY 1),
single AS (SELECT whole, rows, unnest(string_split(whole, ' ')) AS word FROM words),
often AS (SELECT word, sum(rows) AS rows FROM single GROUP BY 1)
SELECT whole, arg_min(word, (often.rows, word)) AS rarest FROM single JOIN often USING (word) GROUP BY 1
"""
_WRITE = """
COPY (
  SELECT raw.id, name_key, given.rarest AS given, parent_key, kin.rarest AS kin, sex, born_year,
    month * 100 + day AS birth_day,
    born_year * 10000 + month * 100 + day AS birthday,
    CASE WHEN is_known = 't' THEN born_year * 10000 + month * 100 + day END AS known_birthday,
    CASE WHEN day <= 12 AND day <> month THEN least(month * 100 + day, day * 100 + month) END AS turned_day,
    district, place, family, phone, uan, aadhaar
  FROM raw JOIN given ON given.whole = name_key LEFT JOIN kin ON kin.whole = parent_key
) TO '{path}' (FORMAT parquet)
"""


def write(path: Path, engine: duckdb.DuckDBPyConnection) -> int:
    """Write the extract to `path` and return its rows. Raises OSError where there is no room."""
    rows = path.with_suffix(".csv")
    try:
        with rows.open("wb") as file, connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for block in copy:
                file.write(block)
        engine.execute(_READ, [rows.as_posix()])
    finally:
        rows.unlink(missing_ok=True)
    for made, column in (("given", "name_key"), ("kin", "parent_key")):
        engine.execute(_RAREST.format(made=made, column=column))
    engine.execute(_WRITE.format(path=path.as_posix()))
    count = engine.execute("SELECT count(*) FROM raw").fetchone()
    engine.execute("DROP TABLE raw; DROP TABLE given; DROP TABLE kin")
    return int(count[0]) if count else 0
