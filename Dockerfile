# syntax=docker/dockerfile:1
# For releases put the digest behind the tag: docker buildx imagetools inspect node:24.21.0-trixie-slim
ARG NODE_IMAGE=node:24.21.0-trixie-slim

# Production dependencies alone. Nothing is compiled: the TypeScript sources run as they are, and binaries come ready made.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM ${NODE_IMAGE}
WORKDIR /app
# One helper thread is enough for V8, and four keep what they once freed (ARCHITECTURE.md).
ENV NODE_ENV=production NODE_OPTIONS=--v8-pool-size=1 HOST=0.0.0.0 PORT=3000 LEEWAY_DATA_DIR=/data LEEWAY_CONFIG=/config/leeway.yml
COPY --from=dependencies /app/node_modules node_modules
COPY package.json manifest.yml LICENSE ./
COPY bin bin
COPY migrations migrations
COPY reports reports
COPY examples examples
COPY src src
# The sources stay root's and cannot be written by the process; only /data is its own.
RUN ln -s /app/bin/leeway.js /usr/local/bin/leeway && mkdir -p /data /config && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# The image has no curl; the program asks itself. The first start of the embedded database takes some seconds.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["leeway", "health"]
ENTRYPOINT ["leeway"]
CMD ["serve"]
