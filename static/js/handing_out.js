// Marks seats that are not kept yet and counts them, warns before they are lost, and goes from seat to seat with Ctrl and an arrow.
const form = document.querySelector('.handing-out form')
const seats = form ? [...form.querySelectorAll('[data-kept]')] : []
const status = form?.querySelector('.unkept')
let unkept = 0

const isChanged = (seat) => {
  const chosen = seat.querySelector('select').value
  const beside = seat.querySelector('[type=checkbox]')
  return chosen !== seat.dataset.kept || Boolean(chosen && beside && beside.checked !== ('beside' in seat.dataset))
}

const count = () => {
  unkept = 0
  for (const seat of seats) {
    const changed = isChanged(seat)
    seat.classList.toggle('changed', changed)
    if (changed) unkept += 1
  }
  status.hidden = unkept === 0
  status.querySelector('b').textContent = unkept
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
const go = (event) => {
  const step = event.ctrlKey && STEPS[event.key]
  const cell = step && event.target.closest('td')
  if (!cell) return
  event.preventDefault()
  const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + step[0]]
  row?.cells[cell.cellIndex + step[1]]?.querySelector('select')?.focus()
}

if (form) {
  form.addEventListener('change', count)
  form.addEventListener('keydown', go)
  form.addEventListener('submit', () => { unkept = 0 })
  window.addEventListener('pageshow', count)
  window.addEventListener('beforeunload', (event) => { if (unkept) event.preventDefault() })
}
