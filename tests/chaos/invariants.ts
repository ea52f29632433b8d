import type { DatabaseSync } from 'node:sqlite'
import { accountInvariants, deeds } from './account-invariants.ts'

/** What holds of practices at every instant, each with the query that finds the rows that break it. */
const clinicInvariants: readonly [string, string][] = [
  ['the file is whole', `SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'`],
  ['what is referred to exists', 'SELECT * FROM pragma_foreign_key_check'],
  [
    'a doctor has one ONLINE schedule at most',
    `SELECT doctor_id FROM schedules WHERE status = 'ONLINE' GROUP BY doctor_id HAVING COUNT(*) > 1`,
  ],
  [
    'a doctor has one live call at most',
    `SELECT doctor_id FROM calls WHERE status IN ('RINGING', 'ACTIVE') GROUP BY doctor_id HAVING COUNT(*) > 1`,
  ],
  [
    'a patient has one live call at most',
    `SELECT patient_id FROM calls WHERE status IN ('RINGING', 'ACTIVE') GROUP BY patient_id HAVING COUNT(*) > 1`,
  ],
  [
    'an entry is RINGING or IN_CALL exactly while its call is RINGING or ACTIVE',
    `SELECT e.id, e.status AS entry, c.status AS call FROM entries e
     LEFT JOIN calls c ON c.entry_id = e.id AND c.status IN ('RINGING', 'ACTIVE')
     WHERE CASE c.status WHEN 'RINGING' THEN e.status <> 'RINGING' WHEN 'ACTIVE' THEN e.status <> 'IN_CALL'
       ELSE e.status IN ('RINGING', 'IN_CALL') END`,
  ],
  [
    'the numbers of a schedule are 1, 2, 3 and so on, each once',
    `SELECT schedule_id FROM entries GROUP BY schedule_id
     HAVING COUNT(DISTINCT number) <> COUNT(*) OR MIN(number) <> 1 OR MAX(number) <> COUNT(*)`,
  ],
  [
    'a patient has one place in a schedule at most',
    `SELECT schedule_id, patient_id FROM entries WHERE status <> 'LEFT' GROUP BY schedule_id, patient_id
     HAVING COUNT(*) > 1`,
  ],
  [
    'nobody waits in a schedule that is over',
    `SELECT e.id, e.status, s.status FROM entries e JOIN schedules s ON s.id = e.schedule_id
     WHERE s.status IN ('COMPLETED', 'CANCELLED') AND e.status IN ('NOT_READY', 'READY', 'RINGING', 'IN_CALL')`,
  ],
  [
    'a live call is in an ONLINE schedule',
    `SELECT c.id FROM calls c JOIN schedules s ON s.id = c.schedule_id
     WHERE c.status IN ('RINGING', 'ACTIVE') AND s.status <> 'ONLINE'`,
  ],
  [
    'a call is between the doctor of the schedule and the patient of the entry',
    `SELECT c.id FROM calls c JOIN entries e ON e.id = c.entry_id JOIN schedules s ON s.id = e.schedule_id
     WHERE c.schedule_id <> e.schedule_id OR c.patient_id <> e.patient_id OR c.doctor_id <> s.doctor_id`,
  ],
  [
    'a call has the instants of its status, and what is due of it',
    `SELECT id, status FROM calls WHERE
       (answered_at IS NOT NULL) <> (status IN ('ACTIVE', 'ENDED'))
       OR (ended_at IS NULL) <> (status IN ('RINGING', 'ACTIVE'))
       OR (end_reason IS NOT NULL) <> (status = 'ENDED')
       OR due_at IS NOT CASE status WHEN 'RINGING' THEN expires_at WHEN 'ACTIVE'
         THEN MIN(COALESCE(doctor_due_at, patient_due_at), COALESCE(patient_due_at, doctor_due_at)) END
       OR (status = 'MISSED' AND ended_at < expires_at)
       OR (status IN ('DECLINED', 'CANCELLED') AND ended_at < invited_at)`,
  ],
  [
    'an entry has the instants of its status',
    `SELECT id, status FROM entries WHERE (ready_at IS NOT NULL) <> (status IN ('READY', 'RINGING', 'IN_CALL'))
       OR (closed_at IS NOT NULL) <> (status IN ('LEFT', 'NOT_SEEN'))`,
  ],
  [
    'a schedule has the instants of its status',
    `SELECT id, status FROM schedules WHERE (completed_at IS NOT NULL) <> (status IN ('COMPLETED', 'CANCELLED'))
       OR (started_at IS NOT NULL) <> (status IN ('ONLINE', 'COMPLETED'))`,
  ],
  [
    'an entry counts its missed calls',
    `SELECT id FROM entries e WHERE missed_calls <>
       (SELECT COUNT(*) FROM calls c WHERE c.entry_id = e.id AND c.status = 'MISSED')`,
  ],
  [
    'an entry tells how its last call went',
    `SELECT id, last_outcome FROM entries e WHERE last_outcome IS NOT
       (SELECT CASE WHEN c.status <> 'ENDED' THEN c.status
          WHEN c.end_reason = 'CONNECTION_LOST' THEN 'CONNECTION_LOST' ELSE 'ENDED' END
        FROM calls c WHERE c.entry_id = e.id AND c.status NOT IN ('RINGING', 'ACTIVE') ORDER BY c.rowid DESC LIMIT 1)`,
  ],
  [
    'each step in the audit begins where the one before it ended',
    `SELECT subject, subject_id, before, from_state FROM (
       SELECT subject, subject_id, from_state, LAG(to_state) OVER (PARTITION BY subject_id ORDER BY place) AS before
       FROM steps)
     WHERE from_state IS NOT before`,
  ],
  [
    'everything is what the audit says it became last, and the audit tells of nothing else',
    `WITH said AS (SELECT subject_id AS id, to_state AS status, MAX(place) FROM steps GROUP BY subject_id),
     things AS (SELECT id, status FROM entries UNION ALL SELECT id, status FROM calls
       UNION ALL SELECT id, status FROM schedules)
     SELECT id, things.status, said.status AS said FROM things FULL JOIN said USING (id)
     WHERE things.status IS NOT said.status`,
  ],
  [
    'nothing goes a way that the rules do not have, and what is final stays',
    `SELECT subject, subject_id, from_state, to_state, action FROM steps
     WHERE subject || ' ' || COALESCE(from_state, 'new') || ' ' || to_state NOT IN (
       'schedule new UPCOMING', 'schedule UPCOMING UPCOMING', 'schedule UPCOMING ONLINE', 'schedule ONLINE ONLINE',
       'schedule ONLINE COMPLETED', 'schedule COMPLETED ONLINE', 'schedule UPCOMING CANCELLED',
       'entry new NOT_READY', 'entry NOT_READY READY', 'entry READY NOT_READY', 'entry NOT_READY LEFT',
       'entry READY LEFT', 'entry NOT_READY NOT_SEEN', 'entry READY NOT_SEEN', 'entry RINGING NOT_SEEN',
       'entry NOT_SEEN NOT_READY', 'entry READY RINGING', 'entry RINGING IN_CALL', 'entry RINGING NOT_READY',
       'entry RINGING READY', 'entry IN_CALL DONE', 'entry DONE READY',
       'call new RINGING', 'call RINGING RINGING', 'call RINGING ACTIVE', 'call RINGING DECLINED',
       'call RINGING MISSED', 'call RINGING CANCELLED', 'call ACTIVE ACTIVE', 'call ACTIVE ENDED')`,
  ],
  [
    'each step of a call has the step of its entry, in the same command',
    `SELECT a.subject_id, a.from_state, a.to_state, a.action FROM steps a JOIN calls c ON c.id = a.subject_id
     WHERE a.subject = 'call' AND a.from_state IS NOT a.to_state AND NOT EXISTS (
       SELECT * FROM steps e WHERE e.subject_id = c.entry_id AND e.at = a.at AND e.action = a.action
       AND e.request_id IS a.request_id AND e.from_state || ' ' || e.to_state IN (SELECT CASE a.to_state
         WHEN 'RINGING' THEN 'READY RINGING' WHEN 'ACTIVE' THEN 'RINGING IN_CALL'
         WHEN 'DECLINED' THEN 'RINGING NOT_READY' WHEN 'MISSED' THEN 'RINGING NOT_READY'
         WHEN 'ENDED' THEN 'IN_CALL DONE' ELSE 'RINGING READY' END
         UNION SELECT 'RINGING NOT_SEEN' WHERE a.to_state = 'CANCELLED' AND a.action <> 'call.cancel'))`,
  ],
  [
    'an entry rings, talks and stops only with its call',
    `SELECT a.subject_id, a.from_state, a.to_state, a.action FROM steps a
     WHERE a.subject = 'entry' AND (a.to_state IN ('RINGING', 'IN_CALL') OR a.from_state IN ('RINGING', 'IN_CALL'))
     AND NOT EXISTS (SELECT * FROM steps b JOIN calls c ON c.id = b.subject_id WHERE b.subject = 'call'
       AND c.entry_id = a.subject_id AND b.at = a.at AND b.action = a.action AND b.request_id IS a.request_id
       AND b.from_state IS NOT b.to_state)`,
  ],
]

/** The audit's rows about what has states, for this connection alone: the audit itself has no index by its subject. */
const steps = `CREATE TEMP TABLE steps AS SELECT rowid AS place, at, action, subject, subject_id, from_state, to_state,
  request_id FROM audit WHERE to_state IS NOT NULL AND subject IN ('entry', 'call', 'schedule');
  CREATE INDEX temp.steps_of_subject ON steps(subject_id, at)`

/** What is broken in the whole database, as sentences. */
export function brokenInvariants(database: DatabaseSync): string[] {
  database.exec(steps)
  database.exec(deeds)
  return [...clinicInvariants, ...accountInvariants].flatMap(([sentence, query]) => {
    const rows = database.prepare(query).all()
    return rows.length === 0 ? [] : [`not so: ${sentence}: ${JSON.stringify(rows.slice(0, 3))}`]
  })
}
