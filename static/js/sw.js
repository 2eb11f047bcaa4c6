/** Shows what the house pushes while no page is open, and leads a tap to the lot. */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let told;
  try {
    told = event.data.json();
  } catch {
    return;
  }
  const { text, path, tag, language } = told;
  event.waitUntil(
    self.registration.showNotification("Martelo", {
      body: text,
      tag,
      renotify: true,
      lang: language,
      icon: "/static/img/mark.svg",
      data: { path },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(event.notification.data?.path ?? "/", self.location.origin);
  if (to.origin !== self.location.origin) return;
  event.waitUntil(show(to.href));
});

async function show(address) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find(({ url }) => url === address);
  return open ? open.focus() : self.clients.openWindow(address);
}
