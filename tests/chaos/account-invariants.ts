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
]

/** What the audit tells of accounts, for this connection alone: the audit itself has no index by its subject. */
export const deeds = `CREATE TEMP TABLE deeds AS SELECT rowid AS place, at, action, subject, subject_id FROM audit
    WHERE action IN ('push.subscribe', 'push.unsubscribe', 'push.gone');
  CREATE INDEX temp.deeds_of_subject ON deeds(subject_id)`
