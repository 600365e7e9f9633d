// Small conveniences on pages that work without them.
const supported = 'noModule' in HTMLScriptElement.prototype
document.body.classList.add('js-enabled')
if (supported) document.body.classList.add('govuk-frontend-supported')

const own = document.querySelector('script[data-components]')
import(own.dataset.components).then((components) => components.initAll())

// A page that answers what was sent is left as if it had been asked for: going back to it, or loading it anew, sends nothing again.
if (document.documentElement.dataset.answers) history.replaceState(null, '', location.href)

// Asks again how far a job has come, every three seconds; when it is over, or nothing is heard, the page is loaded anew.
async function follow(section) {
  const again = (one) => setTimeout(() => follow(one), 3000)
  const answer = await fetch(section.dataset.follow, { credentials: 'same-origin' }).catch(() => null)
  if (!answer) return again(section)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById(section.id)
  if (!answer.ok || !fresh || !fresh.dataset.follow) return location.reload()
  section.replaceWith(fresh)
  again(fresh)
}
for (const section of document.querySelectorAll('[data-follow]')) setTimeout(() => follow(section), 3000)

// A stroke anywhere but in a box goes to the search in the header.
document.addEventListener('keydown', (event) => {
  const find = document.getElementById('find')
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !find) return
  if (event.target.closest('input, textarea, select, [contenteditable]')) return
  event.preventDefault()
  find.focus()
})

// Keeps a long form as it is filled in: after each change, one sending at a time, and says how that went.
function keep(form) {
  const said = form.querySelector('[data-draft-said]')
  let sending = false
  let again = false
  async function send() {
    if (sending) {
      again = true
      return
    }
    sending = true
    said.textContent = 'Saving'
    const body = new URLSearchParams(new FormData(form))
    body.set('draft', 'yes')
    let words = 'Not saved yet: the service cannot be reached. Your answers are still on this page.'
    try {
      const answer = await fetch(window.location.href, { method: 'POST', body, credentials: 'same-origin' })
      const told = await answer.json()
      if (told.version !== undefined) form.elements.version.value = told.version
      if (told.key) form.elements.idempotency_key.value = told.key
      words = told.said
    } catch {
      // Said below: what was typed stays, and the next change tries again.
    }
    sending = false
    if (again) {
      again = false
      send()
    } else {
      said.textContent = words
    }
  }
  form.addEventListener('change', send)
}
for (const form of document.querySelectorAll('form[data-draft]')) keep(form)
