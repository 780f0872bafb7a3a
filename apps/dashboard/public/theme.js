// Runs before the first paint, so that nobody sees the wrong theme. A file of its own, because the
// content security policy allows no inline script. The key is the one that ui/scheme.ts writes.
(() => {
  let scheme = null;
  try {
    scheme = localStorage.getItem("gatehouse-theme");
  } catch {
    // Storage is closed to us: the system's theme it is.
  }
  const isDark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
  document.querySelector('meta[name="theme-color"]').setAttribute("content", isDark ? "#0f1614" : "#f6f3ec");
})();
