// Shows what needs a passkey where the browser knows them, and says so when one could not be read.
const show = (name) => document.querySelectorAll(`[${name}]`).forEach((part) => { part.hidden = false })
if (window.PublicKeyCredential) show('data-passkey')
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  show('data-passkey-failed')
})
