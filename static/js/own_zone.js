// An empty box for a time zone begins with the browser's own, where it is one of the list behind the box.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
for (const box of document.querySelectorAll('input[list$="_zones"]')) {
  if (!box.value && [...box.list.options].some((known) => known.value === timeZone)) box.value = timeZone
}
