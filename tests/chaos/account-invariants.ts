/** What holds of accounts at every instant, each with the query that finds the rows that break it. */
export const accountInvariants: readonly [string, string][] = [
  [
    'of somebody erased nothing tells who it was',
    `SELECT u.id FROM users u WHERE erased_at IS NOT NULL AND (
       email <> id OR name <> '–' OR password_hash <> '' OR disabled_at IS NULL
       OR COALESCE(specialty, phone, birth_date) IS NOT NULL
       OR EXISTS (SELECT * FROM entries e WHERE e.patient_id = u.id AND e.reason IS NOT NULL)
       OR EXISTS (SELECT * FROM sign_ins s WHERE s.user_id = u.id AND COALESCE(s.address, s.user_agent) IS NOT NULL)
       OR EXISTS (SELECT * FROM push_receipts r JOIN calls c ON c.id = r.call_id WHERE c.patient_id = u.id)
       OR EXISTS (SELECT * FROM audit_origins o JOIN audit a ON a.id = o.audit_id
         WHERE a.actor_id = u.id OR (a.actor_id IS NULL AND a.subject = 'user' AND a.subject_id = u.id)))`,
  ],
  [
    'nobody gets in for somebody erased, and nothing is sent to them',
    `SELECT u.id FROM users u WHERE erased_at IS NOT NULL AND (
       EXISTS (SELECT * FROM sign_ins s WHERE s.user_id = u.id AND s.ended_at IS NULL)
       OR EXISTS (SELECT * FROM refresh_tokens t JOIN sign_ins s ON s.id = t.sign_in_id WHERE s.user_id = u.id)
       OR EXISTS (SELECT * FROM push_subscriptions p WHERE p.user_id = u.id)
       OR EXISTS (SELECT * FROM second_factors f WHERE f.user_id = u.id)
       OR EXISTS (SELECT * FROM recovery_codes r WHERE r.user_id = u.id))`,
  ],
  [
    'somebody erased waits nowhere',
    `SELECT e.id, e.status FROM entries e JOIN users u ON u.id = e.patient_id
     WHERE u.erased_at IS NOT NULL AND e.status NOT IN ('DONE', 'LEFT', 'NOT_SEEN')`,
  ],
  [
    'whoever is not erased has everything that an account needs',
    `SELECT id FROM users WHERE erased_at IS NULL
       AND (email NOT LIKE '%@%' OR name = '–' OR password_hash = '' OR disabled_at IS NOT NULL)`,
  ],
  [
    'an account is erased when the audit says so, once',
    `SELECT u.id, u.erased_at, d.at FROM (SELECT * FROM users WHERE erased_at IS NOT NULL) u
     FULL JOIN (SELECT * FROM deeds WHERE action = 'user.erase') d ON d.subject_id = u.id
     WHERE u.erased_at IS NOT d.at OR d.request_id IS NULL`,
  ],
  [
    'who leaves several places at once is erased with it',
    `SELECT request_id, COUNT(*) FROM deeds d WHERE action = 'entry.leave' GROUP BY request_id HAVING COUNT(*) > 1
     AND NOT EXISTS (SELECT * FROM deeds e WHERE e.request_id = d.request_id AND e.action = 'user.erase')`,
  ],
  [
    'whoever registered is in the audit once, has agreed, and was signed in with it',
    `SELECT id FROM users u WHERE role = 'PATIENT' AND (consent_at IS NULL
       OR NOT EXISTS (SELECT * FROM sign_ins s WHERE s.user_id = u.id AND s.created_at = u.created_at)
       OR 1 <> (SELECT COUNT(*) FROM deeds d WHERE d.subject_id = u.id AND d.action = 'user.create'))`,
  ],
  [
    'what a sign-in was good for goes with it, and a living one has a token',
    `SELECT s.id, s.ended_at, s.end_cause FROM sign_ins s WHERE (ended_at IS NULL) <> (end_cause IS NULL)
       OR (ended_at IS NULL) <> EXISTS (SELECT * FROM refresh_tokens t WHERE t.sign_in_id = s.id)
       OR (ended_at IS NOT NULL AND EXISTS (SELECT * FROM push_subscriptions p WHERE p.sign_in_id = s.id))`,
  ],
  [
    'a push subscription is its sign-in’s person’s',
    `SELECT p.id FROM push_subscriptions p JOIN sign_ins s ON s.id = p.sign_in_id WHERE s.user_id <> p.user_id`,
  ],
  [
    'there are the push subscriptions that the audit tells of, and no others',
    `WITH said AS (SELECT subject_id AS id, action, MAX(place) FROM deeds WHERE subject = 'push_subscription'
       GROUP BY subject_id)
     SELECT p.id, said.* FROM push_subscriptions p FULL JOIN said USING (id)
     WHERE (p.id IS NOT NULL) IS NOT (said.action = 'push.subscribe')`,
  ],
  [
    'a second factor is on with ten recovery codes, and without it there are none',
    `SELECT u.id, f.confirmed_at, COUNT(r.digest) AS codes FROM users u LEFT JOIN second_factors f ON f.user_id = u.id
     LEFT JOIN recovery_codes r ON r.user_id = u.id GROUP BY u.id
     HAVING COUNT(r.digest) <> CASE WHEN f.confirmed_at IS NULL THEN 0 ELSE 10 END`,
  ],
  [
    'a second factor that is on was proved',
    'SELECT user_id FROM second_factors WHERE (confirmed_at IS NULL) <> (last_step IS NULL)',
  ],
  [
    'a second factor is on since the audit says so',
    `WITH said AS (SELECT subject_id AS id, action, at, MAX(place) FROM deeds
       WHERE action IN ('second_factor.enable', 'second_factor.remove', 'user.erase') GROUP BY subject_id)
     SELECT u.id, f.confirmed_at, said.* FROM users u LEFT JOIN second_factors f ON f.user_id = u.id
     LEFT JOIN said ON said.id = u.id
     WHERE f.confirmed_at IS NOT CASE said.action WHEN 'second_factor.enable' THEN said.at END`,
  ],
  [
    'of the sign-ins of before a second factor one is left at most',
    `SELECT s.user_id FROM sign_ins s JOIN second_factors f ON f.user_id = s.user_id
     WHERE s.created_at < f.confirmed_at AND s.ended_at IS NULL GROUP BY s.user_id HAVING COUNT(*) > 1`,
  ],
]

/** What the audit tells of accounts, for this connection alone: the audit itself has no index by its subject. */
export const deeds = `CREATE TEMP TABLE deeds AS SELECT rowid AS place, at, action, subject, subject_id, request_id FROM audit
    WHERE (subject = 'user' AND action <> 'user.edit') OR action = 'entry.leave'
      OR action IN ('push.subscribe', 'push.unsubscribe', 'push.gone');
  CREATE INDEX temp.deeds_of_subject ON deeds(subject_id, action);
  CREATE INDEX temp.deeds_of_request ON deeds(request_id)`
