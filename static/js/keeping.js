// Keeps what is typed on this device until the server has it: forms with data-keep. Those with data-send are sent in
// the background, again and again with the same mark until there is an answer, so that the words arrive once.
const WEEK = 7 * 24 * 3600 * 1000
const LONGEST = 30000

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key)) } catch { return null }
}
const write = (key, value) => {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value))
    else localStorage.removeItem(key)
  } catch { /* no room, or not allowed: the page works without */ }
}
const all = (selector, from = document) => [...from.querySelectorAll(selector)]

// What the server has and what is too old goes, whoever's it is.
const tidy = () => {
  const taken = new Set(all('[data-taken]').flatMap((place) => place.dataset.taken.split(' ')).map((mark) => mark.replace(/-\d+$/, '')))
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith('kept:'))) {
    const kept = read(key)
    if (!kept || Date.now() - kept.at > WEEK || taken.has(kept.nonce)) write(key)
  }
}

const keep = (form) => {
  const here = `kept-at:${location.pathname}`
  const isOffline = !form.dataset.keep // the page that is shown when no other comes
  if (!isOffline) write(here, form.dataset.keep)
  else if (!read(here)) {
    form.hidden = true
    return
  }
  const key = `kept:${read(here)}`
  const says = form.querySelector('.keeping')
  const mark = form.elements.nonce
  const fields = all('textarea', form)
  let wait = 2000
  let timer, busy

  // The page without signal has one field, whatever the real page calls it.
  const named = (field) => isOffline ? Object.keys(read(key)?.words ?? {})[0] ?? (/catch/.test(location.pathname) ? 'heard' : 'words') : field.name
  const save = (more) => {
    const words = Object.fromEntries(fields.map((field) => [named(field), field.value]))
    const any = Object.values(words).some((each) => each.trim())
    write(key, any ? { ...read(key), words, nonce: mark.value, at: Date.now(), ...more } : null)
  }
  const restore = () => {
    const kept = read(key)
    if (!kept?.words) return
    for (const field of fields) field.value ||= kept.words[named(field)] ?? ''
    if (kept.nonce) mark.value = kept.nonce
    says.textContent = kept.sending ? says.dataset.noSignal : says.dataset.restored
    form.dispatchEvent(new Event('input'))
    if (!kept.sending) return
    if ('send' in form.dataset) return send()
    save({ sending: false })
    form.requestSubmit()
  }
  const later = () => {
    says.textContent = says.dataset.noSignal
    clearTimeout(timer)
    timer = setTimeout(send, wait)
    wait = Math.min(wait * 2, LONGEST)
  }
  const send = async () => {
    if (busy || !read(key)?.sending) return
    busy = true
    for (const field of fields) field.readOnly = !isOffline
    let answer
    try {
      answer = isOffline ? await fetch(form.action, { cache: 'no-store' }) : await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'X-Keeping': 'yes' } })
    } catch { /* no signal */ }
    busy = Boolean(answer?.ok && isOffline)
    if (busy) return location.reload()
    if (!answer || answer.status >= 500 || answer.status === 429) return later()
    if (answer.status === 204) { // it has them; the page that comes says so
      save({ sending: false })
      return location.assign(form.dataset.then || location.pathname)
    }
    // It has something to say, which it says on a page of its own. Signed out: once more after signing in.
    save({ sending: answer.status === 403 && !read(key).again, again: true })
    form.submit()
  }
  const again = () => { if (!document.hidden) send() }

  form.addEventListener('input', (event) => {
    if (event.target === form) return
    if (says.textContent === says.dataset.restored) says.textContent = ''
    save({ sending: false })
  })
  if ('send' in form.dataset) {
    form.addEventListener('submit', (event) => {
      if (event.submitter?.name) return
      event.preventDefault()
      if (!mark.value) mark.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
      save({ sending: true, again: false })
      if (isOffline) says.textContent = says.dataset.noSignal
      send()
    })
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', again)
  }
  restore()
}

const counting = document.querySelector('[data-lines]')
const count = (event) => {
  counting.textContent = event.currentTarget.elements.heard.value.split('\n').filter((line) => line.trim()).length
}

const words = document.querySelector('[data-kept-here]')
try {
  tidy()
  if (words) words.hidden = false
  for (const button of all('[data-no-script]')) button.hidden = true
  if (counting) counting.closest('form').addEventListener('input', count)
  all('[data-keep]').forEach(keep)
  if (words) navigator.serviceWorker?.register(words.dataset.keptHere, { scope: '/c/' }).catch(() => { /* another time */ })
} catch { /* this browser keeps nothing for us: everything is sent as it is without scripts */ }
window.addEventListener('pageshow', (event) => { if (event.persisted && document.querySelector('[data-keep][data-send]')) location.reload() })
