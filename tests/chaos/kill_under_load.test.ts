import { afterAll, beforeAll, describe, test, vi } from 'vitest'
import { atInstant, seconds } from '../support/clock.ts'
import { closeEveryLive } from '../support/live.ts'
import { measured } from '../support/measured.ts'
import { addDoctor, type Person, registerPatients } from '../support/people.ts'
import { chance, randomFrom, upTo } from '../support/random.ts'
import { Server } from '../support/server.ts'
import { Actor } from './actor.ts'
import { Coroner } from './autopsy.ts'
import { everyKind } from './commands.ts'
import { expectNone } from './findings.ts'
import { Ledger } from './ledger.ts'
import { Load } from './load.ts'
import { PushSink } from './push-sink.ts'
import { Rings } from './rings.ts'
import { wrongLists, wrongScreens } from './screens.ts'

/**
 * A busy clinic whose server is killed at random instants: what was acknowledged is there, nothing is half done, and
 * whoever comes back is shown what the database holds.
 */

/** PRAKTIK_SEED replays a run as far as the clock allows. */
const seed = Number(process.env['PRAKTIK_SEED'] ?? Date.now() % 1_000_000)
const rounds = Number(process.env['PRAKTIK_CHAOS_ROUNDS'] ?? 25)
const doctors = 50
const patients = 300
/** One of so many people watches every schedule of the clinic. */
const directoryWatchers = 70
/** On a slow disk the kill comes before so many commands. */
const longestRound = seconds(5)

let server: Server
let pushes: PushSink
beforeAll(async () => {
  pushes = await PushSink.start()
  server = await Server.start({ ringSeconds: 15, callGraceSeconds: 4, joinSeconds: 8 })
})
afterAll(async () => {
  try {
    closeEveryLive()
    pushes.stop()
  } finally {
    await server?.dispose()
  }
})

async function addDoctors(): Promise<Person[]> {
  const added: Person[] = []
  while (added.length < doctors) {
    added.push(
      ...(await Promise.all(Array.from({ length: Math.min(5, doctors - added.length) }, () => addDoctor(server)))),
    )
  }
  return added
}

async function inBatches(actors: readonly Actor[], act: (actor: Actor) => Promise<void>): Promise<void> {
  for (let from = 0; from < actors.length; from += 50) await Promise.all(actors.slice(from, from + 50).map(act))
}

describe(`a clinic under load whose server is killed (PRAKTIK_SEED=${seed})`, () => {
  test('loses_nothing_that_was_acknowledged_and_leaves_nothing_half_done', async () => {
    const random = randomFrom(seed)
    const ledger = new Ledger()
    const coroner = new Coroner(server, ledger)
    const rings = new Rings(server)
    const people = [...(await addDoctors()), ...(await registerPatients(server, patients))]
    const actors = people.map((person) => new Actor(person, ledger, pushes.origin))
    const load = new Load(actors, ledger, random)
    for (const [index, actor] of actors.entries()) if (index % directoryWatchers === 0) actor.watch('directory')

    const everybodyComesBack = async () => {
      await inBatches(actors, (actor) => load.comesBack(actor))
      // The rings and graces of before go on ending meanwhile, and the lists of `waiting` follow once a second.
      await vi.waitFor(() => expectNone(wrongScreens(server, actors), 'every page shows what is'), {
        timeout: seconds(10),
        interval: 50,
      })
    }

    await everybodyComesBack()
    for (let round = 1; round <= rounds; round++) {
      await Promise.race([load.start(200 + upTo(random, 1200)), atInstant(Date.now() + longestRound)])
      await atInstant(Date.now() + upTo(random, 40))
      load.stop()
      rings.serverEnds()
      await server.kill9()
      expectNone(await load.drained(), 'every command is answered as the contract says')
      for (const actor of actors) actor.vanish()
      const ringsEnd = await coroner.afterTheKill()

      if (chance(random, 0.4)) await rings.oneRunsOut(ringsEnd)
      if (chance(random, 0.25)) await server.startAndKill(upTo(random, 120))
      await server.restart()
      rings.serverBegins()
      await everybodyComesBack()
      await vi.waitFor(async () => expectNone(await wrongLists(server, actors), 'every list is what is'), {
        timeout: seconds(5),
        interval: 50,
      })
      coroner.beside()
      rings.expectAllInTime()
    }
    await coroner.auditIsWhole()
    await server.stop()
    await coroner.nobodyIsLeftOf(ledger.erasedWords())
    measured(
      JSON.stringify({ ...ledger.counts, auditRows: coroner.trail.length, pushes: pushes.taken, ...rings.counts }),
    )
    for (const [what, times] of Object.entries({ answered: load.answered, lost: load.lost })) {
      measured(what, JSON.stringify(Object.fromEntries([...times].sort())))
    }
    const neverDone = [...everyKind].filter((name) => !load.answered.has(name))
    expectNone(neverDone, 'every kind of command was answered')
  })
})
