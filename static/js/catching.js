// The catcher's board: a line stands there as soon as it is typed, and goes to the server in the background, one after
// the other in their order, each with its own mark. What has not arrived waits on this device.
import { selecting } from './brought.js'
import { outbox } from './outbox.js'
const form = document.querySelector('form.catch')
const board = document.getElementById('lines')
const place = form?.dataset.keep ?? document.querySelector('[data-outbox]')?.dataset.outbox
const { read, add, drop, change } = outbox(`kept:${place}:lines`)
const says = document.querySelector('.keeping')
const LONGEST = 30000
const LEAVING = 5000
let wait = 1000
let turn = 0
let timer, busy, behind
let left = 0

const linesOf = (text) => text.split('\n').filter((line) => line.trim())
const readsAs = (line) => [...line.querySelectorAll('.caught, .from')].map((each) => each.textContent.trim()).join('\n')
const row = (mark) => board?.querySelector(`li[data-nonce="${CSS.escape(mark)}"]`)
const rowsOf = (item) => board ? [...board.querySelectorAll(`li.waiting[data-nonce^="${CSS.escape(item.nonce)}-"]`)] : []

const count = () => {
  const rows = [...board.querySelectorAll('li:not([hidden], .refused)')]
  const many = rows.length
  rows.forEach((each, at) => each.querySelector('form button')?.setAttribute('aria-label', board.dataset.undo.replace('0', at + 1)))
  document.querySelector('[data-count]').textContent = many
  document.querySelector('[data-next]').hidden = !many
  document.querySelector('[data-none]')?.toggleAttribute('hidden', many > 0)
}

// --- what waits, drawn ---------------------------------------------------------------------------

const draw = (item) => {
  if (!board || item.undo || item.take) return
  const lines = item.fields.silence ? [''] : linesOf(item.fields.heard)
  lines.forEach((line, at) => {
    if (row(`${item.nonce}-${at}`)) return
    const drawn = document.getElementById('waiting-line').content.firstElementChild.cloneNode(true)
    drawn.dataset.nonce = `${item.nonce}-${at}`
    drawn.classList.toggle('silence', Boolean(item.fields.silence))
    drawn.querySelector('.caught').textContent = line || form.dataset.silence
    drawn.querySelector('.from').textContent = item.name ?? ''
    if (item.said) refused(item, drawn, at)
    board.append(drawn)
  })
}

const refused = (item, drawn, at) => {
  drawn.classList.add('refused')
  if (at) return
  drawn.querySelector('[data-why]').textContent = item.said
  for (const button of drawn.querySelectorAll('[data-named]')) {
    button.hidden = item.why !== 'names'
    button.onclick = () => {
      change(item, { said: '', tried: false, fields: { ...item.fields, named: button.dataset.named } })
      rowsOf(item).forEach((each) => each.remove())
      draw(read().find((each) => each.nonce === item.nonce))
      flush()
    }
  }
  const back = drawn.querySelector('[data-back]')
  back.hidden = false
  back.onclick = () => {
    form.elements.heard.value = [form.elements.heard.value, item.fields.heard ?? ''].filter(Boolean).join('\n')
    rowsOf(item).forEach((each) => each.remove())
    drop(item)
    count()
    ready()
  }
}

// --- what waits, sent ----------------------------------------------------------------------------

const outcome = (item, isDone, text, why) => {
  if (item.take) {
    item.said = isDone ? '' : text
    document.querySelector(`form.take input[name=checkin][value="${item.fields.checkin}"]`)?.form.dispatchEvent(new CustomEvent('caught', { detail: item }))
    return drop(item)
  }
  if (item.undo) {
    const gone = row(item.undo)
    drop(item)
    if (isDone) gone?.remove()
    else if (gone) {
      gone.hidden = false
      says.textContent = text
    }
  } else if (isDone) {
    const parsed = document.createElement('template')
    parsed.innerHTML = text
    const [first, ...others] = rowsOf(item)
    drop(item)
    first?.replaceWith(parsed.content)
    others.forEach((each) => each.remove())
  } else {
    change(item, { said: text, why })
    rowsOf(item).forEach((drawn, at) => refused({ ...item, said: text, why }, drawn, at))
  }
  if (board) count()
}

const later = () => {
  says.textContent = says.dataset.noSignal
  clearTimeout(timer)
  timer = setTimeout(flush, wait)
  wait = Math.min(wait * 2, LONGEST)
}

const signedOut = () => {
  const door = document.createElement('a')
  door.href = `${says.dataset.door}?next=${encodeURIComponent(location.pathname)}`
  door.textContent = says.dataset.signIn
  says.replaceChildren(`${says.dataset.signedOut} `, door)
}

// Sends the first that waits, and says whether the next may go.
const sendFirst = async () => {
  const item = read().find((each) => !each.said)
  if (!item) return false
  const url = item.undo ? row(item.undo)?.querySelector('form')?.action : item.url
  if (!url) { // what was to be undone is gone
    drop(item)
    return true
  }
  change(item, { tried: true })
  const body = new URLSearchParams({ ...item.fields, nonce: item.nonce, part: 'yes', csrfmiddlewaretoken: document.querySelector('[name=csrfmiddlewaretoken]').value })
  let answer, text
  try {
    answer = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    text = await answer.text()
  } catch { answer = null }
  // A page that is being left keeps what it sent: the one that comes may have been drawn before, and asks once more.
  if (Date.now() - left < LEAVING) {
    timer = setTimeout(flush, LEAVING)
    return false
  }
  if (answer?.status >= 300 && answer.status < 500 && answer.status !== 429) {
    signedOut()
    return false
  }
  // Not only a good answer, but ours: a network that wants one to sign in first answers too.
  const isDone = answer && (item.undo ? answer.status === 204 : text.includes(`data-nonce="${item.nonce}-`))
  const isRefused = answer?.headers.has('X-Refused')
  if (!isDone && !isRefused) {
    later()
    return false
  }
  wait = 1000
  says.textContent = ''
  outcome(item, isDone, text, answer.headers.get('X-Refused'))
  return true
}

const flush = async () => {
  if (busy || !document.querySelector('[name=csrfmiddlewaretoken]')) return
  busy = true
  try {
    while (await sendFirst());
  } finally {
    busy = false
  }
  if (behind) meet()
}

const put = (what) => {
  const item = add(what)
  draw(item)
  if (board) count()
  flush()
}

// --- what others catch: read when something of tonight was seen, never while one types --------------

const meet = async () => {
  behind = true
  const mine = ++turn
  const rests = () => mine === turn && !busy && !form.elements.heard.value
  if (!rests()) return
  let fresh
  try {
    const answer = await fetch(location.pathname)
    fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('lines')
  } catch { /* no signal: what is seen next brings it */ }
  if (!fresh || !rests()) return
  behind = false
  const kept = new Set([...fresh.children].map((each) => each.dataset.nonce))
  for (const each of board.querySelectorAll('li:not(.waiting)')) if (!kept.has(each.dataset.nonce)) each.remove()
  let next = board.querySelector('.waiting')
  for (const each of [...fresh.children].reverse()) {
    const stands = row(each.dataset.nonce)
    if (!stands) board.insertBefore(each, next)
    else if (!stands.matches('[hidden], .waiting') && readsAs(stands) !== readsAs(each)) stands.replaceWith(each)
    next = row(each.dataset.nonce)
  }
  count()
}

// --- the field -----------------------------------------------------------------------------------

const ready = () => {
  const field = form.elements.heard
  form.classList.remove('naming')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}

const undo = (drawn) => {
  const [nonce, at] = drawn.dataset.nonce.split(/-(?=\d+$)/)
  const item = read().find((each) => each.nonce === nonce)
  if (item && (item.said || !item.tried) && rowsOf(item).length === 1) { // it never left
    drop(item)
    drawn.remove()
    count()
  } else if (item && !item.tried && Number(at) === rowsOf(item).length - 1) {
    change(item, { fields: { ...item.fields, heard: linesOf(item.fields.heard).slice(0, -1).join('\n') } })
    drawn.remove()
    count()
  } else {
    drawn.hidden = true
    put({ undo: drawn.dataset.nonce, fields: {} })
  }
  ready()
}

const undoLast = () => {
  const drawn = [...board.querySelectorAll('li:not([hidden], [data-theirs])')].at(-1)
  if (drawn) undo(drawn)
}

const catching = () => {
  const field = form.elements.heard
  const stays = form.querySelector('[data-stays]')
  const chosen = () => form.querySelector('[name=speaker]:checked')
  form.querySelector('[data-undo-last]').hidden = false
  form.querySelector('[data-keys]').hidden = stays.hidden = false

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const silence = event.submitter?.name === 'silence'
    if (!silence && !field.value.trim()) return field.focus()
    const who = chosen()
    const fields = silence ? { silence: 'yes' } : { heard: field.value, speaker: who?.value ?? '' }
    const name = !silence && who?.value ? who.nextElementSibling.firstChild.textContent : ''
    if (!silence) {
      field.value = ''
      if (!stays.querySelector('input').checked) form.querySelector('[name=speaker]').checked = true
    }
    put({ url: location.pathname, fields, name })
    ready()
    form.scrollIntoView({ block: 'nearest' })
  })
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const naming = form.classList.contains('naming') && field.value === '/'
    const named = naming && event.key.length === 1 && form.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
    if (named) {
      event.preventDefault()
      named.checked = true
      named.parentElement.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      field.value = ''
      ready()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      form.requestSubmit(form.querySelector('.primary'))
    } else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !field.value) {
      event.preventDefault()
      undoLast()
    }
  })
  field.addEventListener('input', () => form.classList.toggle('naming', field.value === '/'))
  form.querySelector('.speakers').addEventListener('click', (event) => { if (event.detail) field.focus() })
  form.querySelector('[data-undo-last]').addEventListener('click', undoLast)
  board.addEventListener('submit', (event) => {
    event.preventDefault()
    undo(event.target.closest('li'))
  })
  document.addEventListener('tonight', meet)
  read().forEach((item) => {
    draw(item)
    if (item.undo) row(item.undo)?.setAttribute('hidden', '')
  })
  count()
}

if (place && says) {
  if (form && board) catching()
  const cards = [...document.querySelectorAll('form.take')]
  for (const card of cards) selecting(card, put)
  if (cards.length) {
    document.querySelector('[data-by-hand]').hidden = true
    document.querySelector('[data-by-selecting]').hidden = false
  }
  window.addEventListener('beforeunload', () => { left = Date.now() })
  window.addEventListener('online', flush)
  document.addEventListener('visibilitychange', flush)
  flush()
}
