// Reads the OpenAPI document; whatever is tried out goes as the person who is signed in.
const place = document.getElementById("reader");
const token = document.querySelector('meta[name="csrf-token"]')?.content;

window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null, // nothing about this installation goes to another site
  requestInterceptor: (request) => {
    if (token) request.headers["x-csrftoken"] = token;
    return request;
  },
});
