/** What holds of accounts at every instant, each with the query that finds the rows that break it. */
export const accountInvariants: readonly [string, string][] = [
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
       WHERE action IN ('second_factor.enable', 'second_factor.remove') GROUP BY subject_id)
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
export const deeds = `CREATE TEMP TABLE deeds AS SELECT rowid AS place, at, action, subject, subject_id FROM audit
    WHERE subject = 'user' AND action LIKE 'second_factor.%' OR action IN ('push.subscribe', 'push.unsubscribe', 'push.gone');
  CREATE INDEX temp.deeds_of_subject ON deeds(subject_id, action)`
