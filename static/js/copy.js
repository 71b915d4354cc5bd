// Buttons that copy what stands in a field: <button data-copy="id of the field" data-copied="Copied" hidden>. They
// appear where the browser can copy, also in a part of the page that comes later, and say for a moment that it is done.
const show = () => {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll('[data-copy][hidden]')) button.hidden = false
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  const field = button && document.getElementById(button.dataset.copy)
  if (!field) return
  button.dataset.words ??= button.textContent
  try {
    await navigator.clipboard.writeText(field.value)
    button.textContent = button.dataset.copied
  } catch {
    field.focus()
    field.select()
  }
  setTimeout(() => { button.textContent = button.dataset.words }, 2000)
})
document.addEventListener('htmx:afterSettle', show)
show()
