// Lines of the stitching table drawn to another place, in the poem or into it: by the handle, with a mouse by the words
// too. The table hears of it as "drawn". While a hand is on it nothing under the hand may change: see `atRest`.
export const form = document.querySelector('#table')
const poem = () => form.querySelector('#poem')
export const pieces = () => [...poem().querySelectorAll('.piece')]

// --- handles ----------------------------------------------------------------------------------------------------

export const grip = handle() // of the chosen line

function handle () {
  const made = document.createElement('span')
  made.className = 'grip'
  made.setAttribute('aria-hidden', 'true')
  made.textContent = '⠿'
  // A finger on it only draws: were it to scroll as well, the browser would take the next tap for the end of that.
  made.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false })
  return made
}

export function grips () {
  for (const line of form.querySelectorAll('#waiting [data-key]')) line.prepend(handle())
}

// --- hands ------------------------------------------------------------------------------------------------------

const hands = new Set()
let resting = 0
let waiting = []

// Answers once no hand is on the table: at once, or when the last has let go and its click has been heard.
export const atRest = () => hands.size || resting ? new Promise((resolve) => { waiting.push(resolve) }) : null

function rest () {
  resting = 0
  const all = waiting
  waiting = []
  all.forEach((resolve) => resolve())
}

function lift ({ pointerId }) {
  if (hands.delete(pointerId) && !hands.size) resting = setTimeout(rest, 50) // the click comes a moment later
}

// --- drawing ----------------------------------------------------------------------------------------------------

let drag = null
form.addEventListener('pointerdown', (event) => {
  if (event.button) return
  hands.add(event.pointerId)
  clearTimeout(resting)
  resting = 0
  if (drag && drag.id !== event.pointerId) return // another finger
  const by = event.target.closest('.grip')
  const line = by
    ? by.closest('[data-key]') ?? form.querySelector('#poem [aria-selected=true]')
    : event.pointerType === 'mouse' && event.target.closest('#poem .piece')
  if (!line) return
  if (by) event.preventDefault()
  drag = { what: line.dataset.key, step: line.closest('#waiting') ? 'in' : 'move', x: event.clientX, y: event.clientY, id: event.pointerId }
})

addEventListener('pointermove', (event) => {
  const { clientX, clientY, pointerId, buttons } = event
  if (!buttons) return cancel(event) // a mouse let go where nobody heard it
  if (pointerId !== drag?.id) return
  if (!drag.on && Math.hypot(clientX - drag.x, clientY - drag.y) < 6) return
  if (!drag.on) {
    form.classList.add('dragging')
    form.setPointerCapture(pointerId) // no line it passes or ends on is clicked, and it is heard beyond the window
  }
  drag.on = true
  if (clientY < 60) scrollBy(0, -12)
  if (clientY > innerHeight - 60) scrollBy(0, 12)
  over(clientY)
})

// Before which line of the poem it would stand, by the height alone; past the last one, at the end.
function over (y) {
  unmark()
  const lines = [...poem().querySelectorAll('.line')]
  const box = poem().getBoundingClientRect()
  const line = lines.find((each) => { const { top, bottom } = each.getBoundingClientRect(); return y < (top + bottom) / 2 })
  drag.to = line ?? 'end'
  if (y < box.top - 80 || y > box.bottom + 80) drag.to = null
  else line ? line.classList.add('before') : lines.at(-1)?.classList.add('after')
}

function drop ({ pointerId }) {
  if (pointerId !== drag?.id) return
  const { what, step, on, to } = drag
  stop()
  if (!on || !to) return
  const all = pieces().filter((each) => each.dataset.key !== what)
  const next = to === 'end' ? null : [...to.querySelectorAll('.piece')].find((each) => each.dataset.key !== what)
  if (to !== 'end' && !next) return // where it was
  const at = next ? all.indexOf(next) : all.length
  const seam = next && (at === 0 || next.dataset.seam === 'stanza') ? 'stanza' : 'line'
  form.dispatchEvent(new CustomEvent('drawn', { detail: { step, what, after: all[at - 1]?.dataset.key ?? '', seam } }))
}

function stop () {
  drag = null
  form.classList.remove('dragging')
  unmark()
}

const unmark = () => form.querySelectorAll('.before, .after').forEach((line) => line.classList.remove('before', 'after'))

function cancel (event) {
  if (event.pointerId === drag?.id) stop()
  lift(event)
}

addEventListener('pointerup', (event) => { drop(event); lift(event) })
addEventListener('pointercancel', cancel)
addEventListener('keydown', ({ key }) => { if (key === 'Escape' && drag) stop() })
