// Somebody is about to sign in, perhaps somebody else than before: the page without signal shows them nobody's words.
try {
  for (const key of Object.keys(localStorage)) if (key.startsWith('kept-at:')) localStorage.removeItem(key)
} catch { /* this browser keeps nothing for us */ }
