import { describe, expect, it } from 'vitest'
import { InstallOffer } from './install'
import { type Platform, pushSupport } from './support'

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 Version/18.2 Mobile/15E148 Safari/604.1'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.2 Safari/605.1.15'
const android = 'Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36'

function platform(over: Partial<Platform> = {}): Platform {
  return { userAgent: android, touchPoints: 5, hasPush: true, isInstalled: false, ...over }
}

describe('whether a browser has push', () => {
  it.each<[string, Partial<Platform>, string]>([
    ['an Android phone', {}, 'yes'],
    ['an iPhone’s browser must be installed first', { userAgent: iPhone, hasPush: false }, 'needs_install'],
    ['an iPad that says it is a Mac too', { userAgent: mac, hasPush: false }, 'needs_install'],
    ['an installed app on an iPhone has it', { userAgent: iPhone, isInstalled: true }, 'yes'],
    ['an iPhone too old for it', { userAgent: iPhone, hasPush: false, isInstalled: true }, 'no'],
    ['a Mac without it', { userAgent: mac, touchPoints: 0, hasPush: false }, 'no'],
    ['any other browser without it', { hasPush: false }, 'no'],
  ])('%s', (_, over, support) => {
    expect(pushSupport(platform(over))).toBe(support)
  })
})

class PromptEvent extends Event {
  prompts = 0
  constructor(private readonly outcome: 'accepted' | 'dismissed') {
    super('beforeinstallprompt', { cancelable: true })
  }
  async prompt() {
    this.prompts += 1
    return { outcome: this.outcome }
  }
}

function offerOn(over: Partial<Platform> = {}) {
  const target = new EventTarget()
  return { install: new InstallOffer({ platform: () => platform(over), target }), target }
}

describe('installing', () => {
  it.each<[string, Partial<Platform>, string]>([
    ['by hand on an iPhone', { userAgent: iPhone }, 'by_hand'],
    ['done already', { userAgent: iPhone, isInstalled: true }, 'installed'],
    ['not before the browser offers it', {}, 'no'],
  ])('%s', (_, over, way) => {
    expect(offerOn(over).install.state.way).toBe(way)
  })

  it('waits with the browser’s own question for a tap, asks once, and knows when it is done', async () => {
    const { install, target } = offerOn()
    const event = new PromptEvent('accepted')
    target.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
    expect([install.state.way, event.prompts]).toEqual(['offered', 0])
    await install.install()
    await install.install()
    expect(event.prompts).toBe(1)
    target.dispatchEvent(new Event('appinstalled'))
    expect(install.state.way).toBe('installed')
  })

  it('is not offered again after a no', async () => {
    const { install, target } = offerOn()
    target.dispatchEvent(new PromptEvent('dismissed'))
    await install.install()
    expect(install.state.way).toBe('no')
  })
})
