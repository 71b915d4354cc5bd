// The stitching table: a line is chosen in the poem and moved, joined, left out or said again, by key, press or drag.
// Each is a step that goes to the server by itself, and the table it answers with is shown. Without this script the same
// table is one plain form.
import { form, grip, grips, pieces } from './dragging.js'
import { begin, go, going, step, steps } from './steps.js'
const $ = (id) => document.getElementById(id)
const [tools, hint, chosenWords, told, own] = ['tools', 'hint', 'chosen', 'told', 'own'].map($)
const say = form.dataset
let chosen = ''
let adding = null // after which line a word of the catcher's own is being written

const piece = (key) => pieces().find((each) => each.dataset.key === key)
const wordsOf = (each) => each?.textContent.trim() ?? ''
const mark = () => crypto.randomUUID?.() ?? '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16))

// --- choosing ---------------------------------------------------------------------------------------------------

function dress () {
  const all = pieces()
  if (all.length) {
    $('lines').setAttribute('role', 'listbox')
    $('lines').setAttribute('aria-labelledby', 'reads')
  }
  if (!piece(chosen)) chosen = ''
  all.forEach((each, at) => {
    const on = each.dataset.key === chosen
    each.setAttribute('role', 'option')
    each.setAttribute('aria-selected', String(on))
    each.tabIndex = on || (!chosen && at === 0) ? 0 : -1
    if (on) each.closest('.line').prepend(grip)
  })
  if (!chosen) grip.remove()
  const it = piece(chosen)
  const first = all[0] === it
  const can = it && joins(it)
  for (const button of tools.querySelectorAll('button')) {
    const { step, seam } = button.dataset
    if (seam) button.setAttribute('aria-pressed', String(Boolean(can && it.dataset.seam === seam)))
    const last = all.at(-1) === it
    button.disabled = step === 'add' ? false : Boolean(!it || (first && step === 'up') || (seam && !can) || (last && step === 'down') || (step === 'refrain' && (it.dataset.kind === 'added' || it.closest('.breath'))))
  }
  tools.classList.toggle('idle', !it)
  hint.hidden = Boolean(it) || !all.length
  chosenWords.hidden = !it
  if (it) chosenWords.textContent = place(it)
  const mine = it?.dataset.kind === 'added'
  $('own-word').hidden = !mine && !adding
  if (mine && !adding && document.activeElement !== own) own.value = it.textContent
}

// Whether what joins it to the line before can be seen: nothing joins a silence, and the first line has none before it.
const joins = (it) => {
  const before = pieces()[pieces().indexOf(it) - 1]
  return Boolean(before) && ![it, before].some((each) => each.closest('.breath'))
}

const place = (it) => {
  const all = pieces()
  return say.placed.replace('%(n)s', all.indexOf(it) + 1).replace('%(all)s', all.length).replace('%(words)s', wordsOf(it))
}

function choose (it, focus = true) {
  keepOwn()
  chosen = it?.dataset.key ?? ''
  dress()
  if (it && focus) it.focus({ preventScroll: true })
  if (it) intoView(it)
}

function intoView (it) {
  const { top, bottom } = it.getBoundingClientRect()
  const floor = tools.parentElement.getBoundingClientRect().top
  if (top < 0) scrollBy(0, top - 24)
  else if (bottom > floor && floor > 120) scrollBy(0, bottom - floor + 24)
}

// --- what the server answers --------------------------------------------------------------------------------------

function show (page, done) {
  const focus = document.activeElement?.id
  const inPoem = $('poem').contains(document.activeElement)
  for (const id of ['news', 'poem', 'waiting', 'history']) $(id).replaceWith(document.adoptNode(page.getElementById(id)))
  for (const name of ['version', 'draft']) form.elements[name].value = page.querySelector(`[name=${name}]`).value
  for (const name of ['title', 'thanks']) {
    const field = form.elements[name]
    const comes = page.querySelector(`[name=${name}]`).value
    if (field.value === field.defaultValue) field.value = comes
    field.defaultValue = comes
  }
  if (done.step === 'in') chosen = done.what
  if (done.step === 'add' || done.step === 'refrain') chosen = done.mark.replaceAll('-', '')
  if (done.step === 'out') chosen = done.next
  dress()
  grips()
  const it = piece(chosen)
  if (focus && $(focus) && !$(focus).disabled && !inPoem) $(focus).focus({ preventScroll: true })
  else if (!focus || inPoem || !document.activeElement || document.activeElement === document.body) (it ?? pieces()[0])?.focus({ preventScroll: true })
  if (it && !['name', 'words'].includes(done.step)) {
    intoView(it)
    told.textContent = place(it)
  }
}

// --- steps ------------------------------------------------------------------------------------------------------

function act (verb) {
  const it = piece(chosen)
  if (verb === 'add') return write()
  if (!it) return
  const all = pieces()
  const at = all.indexOf(it)
  if (verb === 'refrain') {
    if (it.dataset.kind !== 'added' && !it.closest('.breath')) step('refrain', { what: chosen, at_end: 'on', mark: mark() })
  } else if (verb === 'out') step('out', { what: chosen, next: (all[at + 1] ?? all[at - 1])?.dataset.key ?? '' })
  else step(verb, { what: chosen })
}

const back = () => {
  dress()
  ;(piece(chosen) ?? pieces()[0])?.focus({ preventScroll: true })
}

const seam = (how) => { if (chosen && (going || joins(piece(chosen)))) step('seam', { what: chosen, seam: how }) }

let typing = 0
function write () {
  keepOwn()
  adding = { after: chosen, at_end: chosen ? '' : 'on' }
  own.value = ''
  dress()
  own.focus()
}
function keepOwn () {
  clearTimeout(typing)
  if (adding) {
    if (own.value.trim()) step('add', { ...adding, words: own.value, mark: mark() })
    adding = null
    return
  }
  const it = piece(chosen)
  if (it?.dataset.kind === 'added' && own.value.trim() && own.value !== it.textContent && !$('own-word').hidden) {
    step('words', { what: chosen, words: own.value })
  }
}
const names = () => {
  clearTimeout(typing)
  const { title, thanks } = form.elements
  if (title.value !== title.defaultValue || thanks.value !== thanks.defaultValue) {
    step('name', { title: title.value, thanks: thanks.value })
    title.defaultValue = title.value
    thanks.defaultValue = thanks.value
  }
}
const soon = (what) => { clearTimeout(typing); typing = setTimeout(what, 1500) }

tools.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (!button) return
  button.dataset.seam ? seam(button.dataset.seam) : act(button.dataset.step)
})
own.addEventListener('input', () => soon(keepOwn))
own.addEventListener('change', keepOwn)
$('named').addEventListener('input', () => soon(names))
$('named').addEventListener('change', names)

form.addEventListener('click', (event) => {
  const it = event.target.closest('#poem .piece')
  if (it) choose(it)
})

const KEYS = { Enter: () => seam('line'), ' ': () => seam('space'), ',': () => seam('comma'), '-': () => seam('dash'), '–': () => seam('dash'), Delete: () => act('out'), Backspace: () => act('out'), r: () => act('refrain'), a: () => act('add') }
form.addEventListener('keydown', (event) => {
  const { key, target } = event
  const writes = target.matches('input:not([type=hidden])')
  if ((event.ctrlKey || event.metaKey) && !writes && /^[zy]$/i.test(key)) {
    event.preventDefault()
    step(key.toLowerCase() === 'y' || event.shiftKey ? 'redo' : 'undo')
    return
  }
  if (writes && key === 'Enter') {
    event.preventDefault()
    if (target === own) {
      keepOwn()
      own.blur()
      if (!going) back()
    } else names()
    return
  }
  if (target === own && key === 'Escape') {
    adding = null
    own.value = wordsOf(piece(chosen))
    back()
    return
  }
  const it = target.closest('#poem .piece')
  if (!it || event.ctrlKey || event.metaKey) return
  const all = pieces()
  const at = all.indexOf(it)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key]
  let did = true
  if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    choose(it)
    act(key === 'ArrowUp' ? 'up' : 'down')
  } else if (event.altKey) did = false
  else if (to !== undefined) choose(all[Math.max(0, Math.min(to, all.length - 1))])
  else if (key === 'Escape') choose(null)
  else if (event.shiftKey && key === 'Enter') {
    choose(it)
    seam('stanza')
  } else if (KEYS[key] ?? KEYS[key.toLowerCase()]) {
    choose(it)
    ;(KEYS[key] ?? KEYS[key.toLowerCase()])()
  } else did = false
  if (did) event.preventDefault()
})

// What is pressed in the form goes when all steps are there; undo, redo and putting in are steps themselves.
form.addEventListener('submit', async (event) => {
  const pressed = event.submitter
  keepOwn()
  names()
  const [does, what] = (pressed?.value ?? '').split(':')
  if (pressed?.name === 'do' && ['undo', 'redo', 'in', 'save'].includes(does)) {
    event.preventDefault()
    if (does === 'in') step('in', { what: `said-${what}`, after: chosen, at_end: chosen ? '' : 'on' })
    else if (does !== 'save') step(does)
  } else if (going || steps.length) {
    event.preventDefault()
    go()
    await going
    if (!steps.length) form.requestSubmit($(pressed.id) ?? pressed)
  }
})

form.addEventListener('drawn', ({ detail: { step: verb, ...where } }) => {
  keepOwn()
  chosen = where.what
  step(verb, where)
})

$('rows').remove()
form.insertAdjacentHTML('beforeend', '<input type="hidden" name="rows" value="none">')
tools.hidden = false
dress()
grips()
begin(show)
