import { describe, expect, it } from 'vitest'
import { Chat, KEPT_MESSAGES, KNOWN_PAGES, WAITING_MESSAGES } from './chat'
import { FRAME_LENGTH, MESSAGE_LENGTH, PAGE_LENGTH, readChatFrame } from './chat-frames'

let pages = 0
const newPage = () => new Chat({ page: `page-${++pages}`, now: () => 1_000_000 })

/** A channel between two pages; what is said arrives at once, or is lost when the test says so. */
function connect(one: Chat, other: Chat) {
  const lossy = { fromOne: false, fromOther: false, messages: 0 }
  const opened = (from: 'fromOne' | 'fromOther', to: Chat) => (frame: string) => {
    if (frame.includes('"text"')) lossy.messages++
    if (!lossy[from]) to.heard(frame)
  }
  one.opened(opened('fromOne', other))
  other.opened(opened('fromOther', one))
  return {
    lossy,
    cut: () => {
      one.lost()
      other.lost()
    },
  }
}

const textsOf = ({ state }: Chat) => state.messages.map(({ isOwn, text, delivered }) => [isOwn, text, delivered])
const message = (page: string, number: number, text = 'x') => JSON.stringify({ page, number, text })

describe('a chat between two pages', () => {
  it('brings messages both ways, confirmed and in order', () => {
    const [doctor, patient] = [newPage(), newPage()]
    connect(doctor, patient)
    expect(doctor.say('  Take this \n twice a day  ')).toBe(true)
    patient.say('Thank you')
    expect(textsOf(doctor)).toEqual([
      [true, 'Take this \n twice a day', true],
      [false, 'Thank you', true],
    ])
    expect(textsOf(patient)).toEqual([
      [false, 'Take this \n twice a day', true],
      [true, 'Thank you', true],
    ])
  })

  it('keeps what is said before there is a connection, and says it then', () => {
    const [doctor, patient] = [newPage(), newPage()]
    doctor.say('one')
    doctor.say('two')
    expect(textsOf(doctor)).toEqual([
      [true, 'one', false],
      [true, 'two', false],
    ])
    connect(doctor, patient)
    expect(textsOf(patient)).toEqual([
      [false, 'one', true],
      [false, 'two', true],
    ])
    expect(doctor.state.messages.every(({ delivered }) => delivered)).toBe(true)
  })

  it('says again what got lost with a connection', () => {
    const [doctor, patient] = [newPage(), newPage()]
    const first = connect(doctor, patient)
    doctor.say('heard')
    first.lossy.fromOne = true
    doctor.say('lost on the way')
    first.cut()
    doctor.say('said into nothing')
    connect(doctor, patient)
    expect(textsOf(patient).map(([, text]) => text)).toEqual(['heard', 'lost on the way', 'said into nothing'])
    expect(doctor.state.messages.every(({ delivered }) => delivered)).toBe(true)
  })

  it('shows nothing twice when only the confirmation got lost', () => {
    const [doctor, patient] = [newPage(), newPage()]
    const first = connect(doctor, patient)
    first.lossy.fromOther = true
    doctor.say('once')
    expect(textsOf(doctor)).toEqual([[true, 'once', false]])
    first.cut()
    connect(doctor, patient)
    expect(textsOf(patient)).toEqual([[false, 'once', true]])
    expect(textsOf(doctor)).toEqual([[true, 'once', true]])
    expect(patient.state.unread).toBe(1)
  })

  it('does not repeat what was confirmed', () => {
    const [doctor, patient] = [newPage(), newPage()]
    connect(doctor, patient).cut()
    doctor.say('once')
    const second = connect(doctor, patient)
    expect(second.lossy.messages).toBe(1)
    second.cut()
    expect(connect(doctor, patient).lossy.messages).toBe(0)
  })

  it('brings to a page that was reloaded what the one before did not get', () => {
    const [doctor, patient, reloaded] = [newPage(), newPage(), newPage()]
    const first = connect(doctor, patient)
    doctor.say('before')
    first.cut()
    doctor.say('meanwhile')
    connect(doctor, reloaded)
    reloaded.say('I am back')
    expect(textsOf(reloaded).map(([, text]) => text)).toEqual(['meanwhile', 'I am back'])
    expect(textsOf(doctor).map(([, text]) => text)).toEqual(['before', 'meanwhile', 'I am back'])
  })

  it('survives a channel that closes while something is said', () => {
    const doctor = newPage()
    doctor.opened(() => {
      throw new Error('the channel is not open')
    })
    expect(doctor.say('hello')).toBe(true)
    expect(textsOf(doctor)).toEqual([[true, 'hello', false]])
  })

  it('counts what was not looked at, and nothing of its own', () => {
    const [doctor, patient] = [newPage(), newPage()]
    connect(doctor, patient)
    doctor.say('one')
    doctor.say('two')
    expect([doctor.state.unread, patient.state.unread]).toEqual([0, 2])
    patient.look()
    expect(patient.state.unread).toBe(0)
  })

  it('forgets everything after the call', () => {
    const [doctor, patient] = [newPage(), newPage()]
    doctor.say('one')
    doctor.forget()
    connect(doctor, patient)
    expect(doctor.state).toEqual({ messages: [], unread: 0, isFull: false })
    expect(patient.state.messages).toEqual([])
  })
})

describe('the bounds of a chat', () => {
  it('take no message that is empty or too long', () => {
    const doctor = newPage()
    expect(doctor.say(' \n ')).toBe(false)
    expect(doctor.say('x'.repeat(MESSAGE_LENGTH))).toBe(true)
    expect(doctor.say('x'.repeat(MESSAGE_LENGTH + 1))).toBe(false)
    expect(doctor.state.messages).toHaveLength(1)
  })

  it('let so many wait and take more when they were brought', () => {
    const [doctor, patient] = [newPage(), newPage()]
    for (let count = 1; count <= WAITING_MESSAGES; count++) {
      expect(doctor.state.isFull).toBe(false)
      expect(doctor.say(`${count}`)).toBe(true)
    }
    expect(doctor.state.isFull).toBe(true)
    expect(doctor.say('one more')).toBe(false)
    connect(doctor, patient)
    expect(doctor.state.isFull).toBe(false)
    expect(doctor.say('one more')).toBe(true)
    expect(patient.state.messages).toHaveLength(WAITING_MESSAGES + 1)
  })

  it('keep the newest messages only', () => {
    const patient = newPage()
    for (let number = 1; number <= KEPT_MESSAGES + 3; number++) patient.heard(message('other', number, `${number}`))
    expect(patient.state.messages).toHaveLength(KEPT_MESSAGES)
    expect(patient.state.messages[0]?.text).toBe('4')
  })

  it('remember the numbers of so many pages', () => {
    const patient = newPage()
    for (let page = 0; page < KNOWN_PAGES; page++) patient.heard(message(`other-${page}`, 1))
    patient.heard(message('other-0', 1))
    expect(patient.state.messages).toHaveLength(KNOWN_PAGES)
    patient.heard(message('one-more', 1))
    // The one heard longest ago is forgotten, not the one that repeated itself just now.
    patient.heard(message('other-0', 1))
    patient.heard(message('other-1', 1))
    expect(patient.state.messages).toHaveLength(KNOWN_PAGES + 2)
  })
})

describe('what another browser says', () => {
  it.each([
    ['a message', { page: 'p', number: 1, text: 'hello' }],
    ['the longest message, all of it escapes', { page: 'p', number: 1, text: '\u0001'.repeat(MESSAGE_LENGTH) }],
    ['a confirmation', { page: 'p', received: 7 }],
  ])('is understood when it is %s', (_, frame) => {
    expect(readChatFrame(JSON.stringify(frame))).toEqual(frame)
  })

  it.each([
    ['too long a message', message('p', 1, 'x'.repeat(MESSAGE_LENGTH + 1))],
    ['too long a frame', message('p', 1, 'hello').padEnd(FRAME_LENGTH + 1)],
    ['too long a name', message('p'.repeat(PAGE_LENGTH + 1), 1)],
    ['a message without a text', message('p', 1, '')],
    ['a message without a name', message('', 1)],
    ['a number that is none', '{"page":"p","number":"1","text":"hello"}'],
    ['a number below one', message('p', 0)],
    ['a broken number', '{"page":"p","received":1.5}'],
    ['no object', '[]'],
    ['null', 'null'],
    ['no JSON', 'hello'],
    ['bytes', new ArrayBuffer(8)],
  ])('is ignored when it is %s', (_, data) => {
    const patient = newPage()
    patient.heard(data)
    expect(patient.state.messages).toEqual([])
    expect(readChatFrame(data)).toBeUndefined()
  })

  it('confirms nothing that another page said', () => {
    const doctor = newPage()
    doctor.say('mine')
    doctor.heard(JSON.stringify({ page: 'somebody else', received: 1 }))
    expect(textsOf(doctor)).toEqual([[true, 'mine', false]])
  })
})
