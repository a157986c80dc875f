"""How entries of the journal become counts: one statement, from a batch of entries to every roll-up.

Written in SQL because a state's history is a hundred million entries. What a measure means stands in `MEASURES`, once;
what is read off one entry, its forerunner and the first of its stream stands in `MOVED`. An amount below nothing takes
back what the forerunner counted, on its day: a closure confirmed late was never unconfirmed.
"""

PUBLIC = ("grievance", "information", "demand", "suggestion")
DISPOSED = ("satisfied", "answered", "decided", "considered")
# Ends that are classes of their own and never count as disposed.
APART = ("special", "unconfirmed", "order", "withdrawn", "excluded")

_FROM_RESTORE = "id > %(restored)s AND id <= %(base)s ORDER BY id"
_BEHIND_WATERMARK = """(xid, id) > (%(xid)s, %(entry)s) AND id > %(base)s
    AND xid < (SELECT xmin FROM edge) ORDER BY xid, id"""

# All entries of transactions before the edge are there to be seen; `until` overrides it where a snapshot is held.
EDGE = """edge AS MATERIALIZED (
  SELECT coalesce(%(until)s::bigint, public.journal_horizon()) AS xmin)"""

MOVED = """
moved AS MATERIALIZED (
  SELECT e.id, e.verb, e.detail ->> 'kind' AS kind, e.detail ->> 'kind' = ANY(%(public)s) AS public,
    (e.at AT TIME ZONE 'Asia/Kolkata')::date AS day, (f.at AT TIME ZONE 'Asia/Kolkata')::date AS opened,
    (p.at AT TIME ZONE 'Asia/Kolkata')::date AS was_day,
    (e.detail ->> 'sealed')::boolean AS sealed, (p.detail ->> 'sealed')::boolean AS was_sealed,
    (e.detail ->> 'district')::int AS district, (p.detail ->> 'district')::int AS was_district,
    (e.detail ->> 'department')::int AS department, (p.detail ->> 'department')::int AS was_department,
    e.detail ->> 'category' AS category,
    (e.detail ->> 'phase')::int AS phase, coalesce((p.detail ->> 'phase')::int, 0) AS was_phase,
    e.detail ->> 'to' AS state, p.detail ->> 'to' AS was_state,
    (e.detail ->> 'level')::int AS level, (p.detail ->> 'level')::int AS was_level,
    (e.detail ->> 'holder')::int AS holder, (p.detail ->> 'holder')::int AS was_holder,
    ((e.detail ->> 'due')::timestamptz AT TIME ZONE 'Asia/Kolkata')::date AS due,
    ((p.detail ->> 'due')::timestamptz AT TIME ZONE 'Asia/Kolkata')::date AS was_due,
    e.detail ->> 'outcome' AS outcome, p.detail ->> 'outcome' AS was_outcome,
    e.detail ->> 'channel' AS channel, e.detail ->> 'result' AS result,
    (e.detail ->> 'passed')::boolean AS passed,
    substring(e.by FROM '@([0-9]+)$')::int AS actor,
    substring(e.detail ->> 'registered_by' FROM '@([0-9]+)$')::int AS registrar,
    CASE WHEN e.verb IN ('record_feedback', 'return_report', 'approve_special_close', 'close_unconfirmed',
        'confirm') THEN
      (SELECT substring(r.by FROM '@([0-9]+)$')::int FROM journal_entry r
       WHERE r.stream = e.stream AND r.seq < e.seq
         AND r.verb IN ('report', 'approve_enquiry', 'propose_special_close') ORDER BY r.seq DESC LIMIT 1)
    END AS reporter,
    CASE WHEN e.detail ->> 'outcome' = 'satisfied' AND (e.detail ->> 'level')::int = 1 THEN
      NOT EXISTS (SELECT FROM journal_entry r WHERE r.stream = e.stream AND r.seq < e.seq
        AND (r.verb IN ('reopen', 'object') OR r.verb = 'record_feedback' AND r.detail ->> 'result' = 'dissatisfied'))
    END AS never_returned
  FROM batch e
  JOIN journal_entry f ON f.stream = e.stream AND f.seq = 1
  LEFT JOIN journal_entry p ON p.stream = e.stream AND p.seq = e.seq - 1
  WHERE (e.stream LIKE 'case:%%' OR e.stream LIKE 'second:%%') AND e.detail ->> 'kind' = ANY(%(counted)s)
),
steps AS MATERIALIZED (
  SELECT *, public AND phase = 3 AND (was_phase <> 3 OR verb = 'confirm') AS closing,
    public AND phase < 3 AND was_phase = 3 AS back, public AND verb = 'register' AS fresh,
    CASE WHEN NOT sealed THEN district END AS at_district, CASE WHEN NOT sealed THEN department END AS at_department
  FROM moved
)"""

MEASURES = """
counted AS MATERIALIZED (
  SELECT CASE WHEN v.amount < 0 THEN m.was_day ELSE m.day END AS day, m.at_district AS district,
    m.at_department AS department, CASE WHEN m.sealed THEN '' ELSE m.category END AS category, v.measure,
    sum(v.amount) AS amount
  FROM steps m CROSS JOIN LATERAL (VALUES
    ('received', m.fresh::int),
    ('received_' || m.kind, m.fresh::int),
    ('channel_' || m.channel, m.fresh::int),
    ('sealed', (m.public AND m.sealed AND coalesce(NOT m.was_sealed, true))::int),
    (m.outcome, m.closing::int),
    (m.was_outcome, CASE WHEN m.verb = 'confirm' THEN -1 END),
    ('disposed', (m.closing AND m.outcome = ANY(%(disposed)s))::int),
    ('days', CASE WHEN m.closing AND m.outcome = ANY(%(disposed)s) THEN m.day - m.opened END),
    ('satisfied_first', (m.closing AND m.never_returned)::int),
    ('back_' || m.was_outcome, m.back::int),
    ('reopened', (m.public AND m.verb = 'reopen')::int),
    ('objected', (m.public AND m.verb = 'object')::int),
    ('escalated', (m.public AND m.verb = 'escalate' AND m.level > m.was_level)::int),
    ('lapsed', (m.public AND m.verb = 'escalate')::int),
    ('lapsed_l' || m.was_level, (m.public AND m.verb = 'escalate')::int),
    ('lapsed_desk', (m.public AND m.verb = 'lapse')::int),
    ('reported', (m.verb IN ('report', 'approve_enquiry'))::int),
    ('returned', (m.verb = 'return_report')::int),
    ('called', (m.verb IN ('record_feedback', 'confirm'))::int),
    ('wrong_number', (m.verb = 'record_feedback' AND m.result = 'wrong_number')::int),
    ('dissatisfied', (m.verb = 'record_feedback' AND m.result = 'dissatisfied')::int),
    ('misconduct', (m.verb = 'register' AND m.category = 'officer-misconduct')::int),
    ('second_checked', (m.verb = 'verify_second')::int),
    ('second_failed', (m.verb = 'verify_second' AND NOT m.passed)::int),
    ('transferred', (m.public AND m.verb = 'transfer')::int),
    ('explained', (m.kind = 'explanation' AND m.verb = 'register')::int),
    ('explained_' || m.outcome, (m.kind = 'explanation' AND m.verb = 'decide')::int)
  ) v(measure, amount)
  WHERE v.amount <> 0
  GROUP BY 1, 2, 3, 4, 5
)"""

DAYS = """
days AS (
  INSERT INTO insight_daycount AS t (district, department, category, day, measure, amount)
  SELECT s.district, s.department, s.category, c.day, c.measure, sum(c.amount)
  FROM counted c CROSS JOIN LATERAL (VALUES
    (0, 0, ''), (c.district, 0, ''), (0, c.department, ''),
    (CASE WHEN c.day >= %(recent)s THEN c.district END, c.department, ''),
    (CASE WHEN c.day >= %(recent)s AND c.measure = 'received' THEN c.district END, 0, nullif(c.category, ''))
  ) s(district, department, category)
  WHERE s.district IS NOT NULL AND s.department IS NOT NULL AND s.category IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (district, department, category, day, measure) DO UPDATE SET amount = t.amount + EXCLUDED.amount
),
months AS (
  INSERT INTO insight_monthcount AS t (district, department, category, month, measure, amount)
  SELECT s.district, s.department, s.category, date_trunc('month', c.day)::date, c.measure, sum(c.amount)
  FROM counted c CROSS JOIN LATERAL (VALUES
    (0, 0, ''), (c.district, 0, ''), (0, c.department, ''), (c.district, c.department, ''),
    (0, c.department, nullif(c.category, '')), (c.district, 0, nullif(c.category, ''))
  ) s(district, department, category)
  WHERE s.district IS NOT NULL AND s.department IS NOT NULL AND s.category IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (district, department, category, month, measure) DO UPDATE SET amount = t.amount + EXCLUDED.amount
)"""

OPEN = """
stood AS MATERIALIZED (
  SELECT c.district, c.department, c.phase, c.level, c.state, c.due, c.opened, sum(c.amount) AS amount
  FROM steps m CROSS JOIN LATERAL (VALUES
    (m.at_district, m.at_department, m.phase, m.level, m.state, m.due, m.opened, 1),
    (CASE WHEN NOT m.was_sealed THEN m.was_district END, CASE WHEN NOT m.was_sealed THEN m.was_department END,
     m.was_phase, m.was_level, m.was_state, m.was_due, m.opened, -1)
  ) c(district, department, phase, level, state, due, opened, amount)
  WHERE m.public AND c.phase IN (1, 2)
  GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(c.amount) <> 0
),
scoped AS MATERIALIZED (
  SELECT s.district, s.department, c.phase, c.level, c.state, c.due, c.opened, c.amount
  FROM stood c CROSS JOIN LATERAL (VALUES
    (0, 0), (c.district, 0), (0, c.department), (c.district, c.department)) s(district, department)
  WHERE s.district IS NOT NULL AND s.department IS NOT NULL
),
states AS (
  INSERT INTO insight_openstate AS t (district, department, level, state, amount)
  SELECT district, department, level, state, sum(amount) FROM scoped GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0
  ON CONFLICT (district, department, level, state) DO UPDATE SET amount = t.amount + EXCLUDED.amount
),
open_days AS (
  INSERT INTO insight_openday AS t (sort, district, department, day, amount)
  SELECT d.sort, c.district, c.department, d.day, sum(c.amount)
  FROM scoped c CROSS JOIN LATERAL (VALUES
    ('opened', c.opened), ('due', CASE WHEN c.phase = 1 THEN c.due END)) d(sort, day)
  WHERE d.day IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING sum(c.amount) <> 0
  ON CONFLICT (sort, district, department, day) DO UPDATE SET amount = t.amount + EXCLUDED.amount
)"""

POSTS = """
posts AS (
  INSERT INTO insight_postcount AS t (post, month, measure, amount)
  SELECT v.post, date_trunc('month', CASE WHEN v.amount < 0 THEN m.was_day ELSE m.day END)::date, v.measure,
    sum(v.amount)
  FROM steps m CROSS JOIN LATERAL (VALUES
    (CASE WHEN m.public AND m.phase < 3 AND m.holder IS DISTINCT FROM m.was_holder THEN m.holder END, 'arrived', 1),
    (CASE WHEN m.public AND m.verb IN ('escalate', 'lapse') THEN m.was_holder END, 'lapsed', 1),
    (CASE WHEN m.verb IN ('report', 'approve_enquiry') THEN m.actor END, 'reported', 1),
    (CASE WHEN m.verb = 'return_report' THEN m.reporter END, 'returned', 1),
    (CASE WHEN m.verb = 'record_feedback' AND m.result = 'dissatisfied' THEN m.reporter END, 'dissatisfied', 1),
    (CASE WHEN m.verb = 'verify_second' AND NOT m.passed THEN m.holder END, 'second_failed', 1),
    (CASE WHEN m.closing THEN m.reporter END, m.outcome, 1),
    (CASE WHEN m.verb = 'confirm' THEN m.reporter END, m.was_outcome, -1),
    (CASE WHEN m.closing AND m.never_returned THEN m.reporter END, 'satisfied_first', 1),
    (CASE WHEN m.verb = 'record_feedback' AND m.registrar = m.holder THEN m.registrar END, 'wrong_number', 1),
    (CASE WHEN m.kind = 'explanation' AND m.verb = 'register' THEN m.holder END, 'explained', 1)
  ) v(post, measure, amount)
  WHERE NOT m.sealed AND v.post IS NOT NULL AND v.measure <> ''
  GROUP BY 1, 2, 3
  ON CONFLICT (post, month, measure) DO UPDATE SET amount = t.amount + EXCLUDED.amount
)"""

_LAST = """
SELECT (SELECT count(*) FROM batch), (SELECT xid FROM batch ORDER BY xid DESC, id DESC LIMIT 1),
  (SELECT id FROM batch ORDER BY xid DESC, id DESC LIMIT 1), (SELECT max(id) FROM batch), (SELECT xmin FROM edge)"""


def batch(*, restored: bool) -> str:
    """Return the part that takes the next entries: those of a restore by id, later ones behind the watermark."""
    window = _FROM_RESTORE if restored else _BEHIND_WATERMARK
    return f"batch AS MATERIALIZED (SELECT * FROM journal_entry WHERE {window} LIMIT %(batch)s)"  # noqa: S608 - fixed


def statement(*, restored: bool) -> str:
    """Return the statement that counts one batch and answers: how many, last xid and its id, highest id, watermark."""
    parts = (EDGE, batch(restored=restored), MOVED, MEASURES, DAYS, OPEN, POSTS)
    return "WITH " + ",\n".join(part.strip() for part in parts) + _LAST
