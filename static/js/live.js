// Tonight, as it happens: asks every two seconds whether anything was seen, slower the longer nothing is, and not at
// all while the page is hidden. What changed is fetched anew as the page itself draws it. Sounds the bell.
const FAST = 2000, SLOW = 8000, BUSY = 30000, BREATH = 15000, SEEN = 5000
let wait = FAST, changed = Date.now(), moved = changed, timer, sound

const place = () => document.getElementById('tonight')
const parsed = text => new DOMParser().parseFromString(text, 'text/html')

const step = page => ['scene', 'stanza'].map(name => page.querySelector(`[name=${name}]`)?.value).join()

const put = (text, from) => {
  const page = parsed(text), fresh = page.getElementById('tonight'), old = place()
  if (!fresh) return location.assign(from)
  const focus = old.contains(document.activeElement) && document.activeElement.id
  for (const open of old.querySelectorAll('details[open]')) page.getElementById(open.id)?.setAttribute('open', '')
  const rang = old.dataset.live && fresh.dataset.bell && fresh.dataset.bell !== old.dataset.bell
  if (old.querySelector('.hearth-side')) fresh.classList.add('stays')
  if (step(old) !== step(fresh)) moved = Date.now()
  else if (Date.now() - moved > SEEN) fresh.classList.add('same')
  old.replaceWith(fresh)
  const said = page.getElementById('messages')
  if (said?.textContent.trim()) document.getElementById('messages')?.replaceWith(said)
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true })
  if (rang) ring()
}

// The circle was closed: the page says so. What is being typed elsewhere on it stays.
const over = async () => {
  const page = parsed(await (await fetch(location.href)).text()), fresh = page.getElementById('now')
  if (fresh) document.getElementById('now')?.replaceWith(fresh)
}

const refresh = async () => {
  const here = place(), from = here.dataset.from || location.href
  const answer = await fetch(from, { headers: { Accept: 'text/html' } })
  if (answer.status === 204) return here.dataset.live && over()
  if (answer.status < 500) put(await answer.text(), answer.url)
}

// Of a page that draws nothing of it only the bell is heard; its own script is told that something was seen.
const listen = (here, told) => {
  here.dataset.version = told.version
  document.dispatchEvent(new Event('tonight'))
  if (told.version === 'ended') delete here.dataset.live
  else if (told.bell && told.bell !== here.dataset.bell) {
    here.dataset.bell = told.bell
    ring()
  }
}

const look = async () => {
  clearTimeout(timer)
  const here = place()
  if (!here || document.hidden) return
  let pause = 0
  try {
    if (!here.dataset.live && here.dataset.from) await refresh()
    if (!place().dataset.live) return
    const answer = await fetch(place().dataset.live, { credentials: 'omit' })
    pause = 1000 * (Number(answer.headers.get('Retry-After')) || 0)
    if (answer.status === 404 && document.querySelector('.the-centre')) return location.reload()
    const told = answer.ok ? await answer.json() : answer.status === 404 ? { version: 'ended' } : null
    if (told && String(told.version) !== place().dataset.version) {
      changed = Date.now()
      if ('quiet' in here.dataset) listen(here, told)
      else await refresh()
    }
  } catch { /* no signal for a moment: the next look may find one */ }
  wait = Date.now() - changed < BUSY ? FAST : Math.min(SLOW, wait * 1.3)
  clearTimeout(timer)
  timer = setTimeout(look, Math.max(pause, wait * (0.85 + Math.random() * 0.15)))
}

// A browser lets a page sound once somebody has touched it; before, the bell is only seen.
const wake = () => { try { sound ??= new AudioContext() } catch { /* no sound here */ } }
for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, wake, { once: true })

const ring = () => {
  const bell = document.getElementById('bell')
  if (!bell) return
  bell.textContent = bell.dataset.says
  document.body.classList.add('rung')
  setTimeout(() => { bell.textContent = ''; document.body.classList.remove('rung') }, BREATH)
  if (sound?.state !== 'running') return
  for (const [part, loud, lasts] of [[1, 0.5, 7], [2, 0.25, 5], [2.76, 0.16, 4], [5.4, 0.06, 2]]) {
    const tone = sound.createOscillator(), swell = sound.createGain(), now = sound.currentTime
    tone.frequency.value = 330 * part
    swell.gain.setValueAtTime(0, now)
    swell.gain.linearRampToValueAtTime(loud * 0.5, now + 0.01)
    swell.gain.exponentialRampToValueAtTime(0.0001, now + lasts)
    tone.connect(swell).connect(sound.destination)
    tone.start(now)
    tone.stop(now + lasts)
  }
}

addEventListener('submit', async event => {
  const form = event.target
  if (!form.closest('#tonight') || form.method !== 'post' || event.defaultPrevented) return
  event.preventDefault()
  if (form.ariaBusy === 'true') return
  form.ariaBusy = 'true'
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter) })
    const shown = place().dataset.from || new URL(answer.url).pathname !== location.pathname
    if (shown) await refresh()
    else put(await answer.text(), answer.url)
    changed = Date.now()
    wait = FAST
  } catch { /* no signal: pressed again, it is sent again */ }
  form.ariaBusy = 'false'
  look()
})

document.addEventListener('visibilitychange', look)
document.body.addEventListener('htmx:afterSettle', () => { if (!place()?.dataset.live) look() })
look()
