// From what was brought: words are selected where they stand, and `put` sends them to be caught. What begins or ends
// within a word is widened to the whole of it, "don’t" too; not in scripts without spaces, where it stays as selected.
const LETTER = String.raw`(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}])[\p{L}\p{M}\p{N}]`
const WORD = new RegExp(String.raw`(?:${LETTER})+(?:['’](?:t|s|d|m|re|ve|ll)(?!${LETTER}))*`, 'giu')
const whole = (text, from, to) => {
  const selected = text.slice(from, to)
  if (!selected.trim()) return ''
  let begins = from + selected.length - selected.trimStart().length
  let ends = from + selected.trimEnd().length
  for (const word of text.matchAll(WORD)) {
    const after = word.index + word[0].length
    if (word.index < begins && begins < after) begins = word.index
    if (word.index < ends && ends < after) ends = after
  }
  return text.slice(begins, ends)
}

export const selecting = (card, put) => {
  const field = card.elements.taken
  const button = card.querySelector('[data-catch-this]')
  const told = card.querySelector('[data-caught]')
  const selected = () => whole(field.value, field.selectionStart, field.selectionEnd)
  const asBrought = () => { field.value = field.dataset.words }
  asBrought()
  // Not read-only, where some browsers have no caret for the keyboard to select with; but nothing typed changes it.
  field.inputMode = 'none'
  field.ariaReadOnly = 'true'
  field.addEventListener('beforeinput', (event) => event.preventDefault())
  field.addEventListener('input', asBrought)
  field.rows = Math.min(12, Math.max(2, field.value.split('\n').length + 1))
  button.textContent = button.dataset.catchThis
  button.disabled = true
  card.querySelector('[data-whole]')?.remove()
  document.addEventListener('selectionchange', () => { button.disabled = !selected() })
  field.addEventListener('select', () => { button.disabled = !selected() })
  field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && selected()) card.requestSubmit(button) })
  card.addEventListener('submit', (event) => {
    event.preventDefault()
    const taken = selected()
    if (taken) put({ take: true, url: card.action, fields: { checkin: card.elements.checkin.value, taken } })
  })
  card.addEventListener('caught', ({ detail }) => {
    told.textContent = detail.said || `${told.dataset.caught} ${detail.fields.taken}`
    field.setSelectionRange(0, 0)
    field.focus()
  })
}
