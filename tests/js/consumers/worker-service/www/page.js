const { serviceWorker } = navigator;
serviceWorker.onmessage = ({ data }) => {
  document.title = data;
};
serviceWorker.register('worker.js').catch((error) => {
  document.title = `Error: ${error.message}`;
});
const { active } = await serviceWorker.ready;
active.postMessage(new URLSearchParams(location.search).get('name'));
