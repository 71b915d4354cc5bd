// Buttons that copy what stands in a field: <button data-copy="id of the field" data-copied="Copied" hidden>. They
// appear where the browser can copy, and say for a moment that it is done.
for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy)
  if (!navigator.clipboard || !field) continue
  const words = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
    } catch {
      field.focus()
      field.select()
    }
    setTimeout(() => { button.textContent = words }, 2000)
  })
}
