# Answers of R to the tables that `python -m tests.surveys.scales.made_up FOLDER` writes, and to published ones.
# Rscript ref.R FOLDER > expected.json, with psych 2.2.9, survey 4.1-1, sandwich, clubSandwich, jsonlite.
suppressMessages({library(psych); library(survey); library(sandwich); library(clubSandwich); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
table_of <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))

consistency <- function(x) {
  a <- suppressWarnings(alpha(x, warnings = FALSE))
  omega <- if (ncol(x) > 2) suppressWarnings(suppressMessages(omega(x, nfactors = 1, plot = FALSE)$omega.tot)) else NA
  r <- if (ncol(x) == 2) cor(x, use = "pairwise")[1, 2] else NA
  list(alpha = a$total$raw_alpha, low = a$feldt$lower.ci[[1]], high = a$feldt$upper.ci[[1]], omega = omega,
       item_rest = a$item.stats$r.drop, alpha_if_dropped = if (ncol(x) > 2) a$alpha.drop$raw_alpha else NA,
       spearman_brown = if (ncol(x) == 2) 2 * r / (1 + r) else NA)
}
icc_of <- function(x) {
  found <- ICC(x, lmer = FALSE)$results
  lapply(setNames(seq_len(nrow(found)), c("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")),
         function(i) list(value = found$ICC[i], low = found[["lower bound"]][i], high = found[["upper bound"]][i], p = found$p[i]))
}
d_z_of <- function(change) {
  n <- length(change); t <- mean(change) / sd(change) * sqrt(n)
  ncp <- function(p) uniroot(function(d) pt(t, n - 1, d) - p, c(t - 10, t + 10), tol = 1e-12)$root / sqrt(n)
  c(t / sqrt(n), ncp(0.975), ncp(0.025))
}
answer <- list(
  attitude = consistency(attitude), five = consistency(table_of("five")),
  gaps = consistency(table_of("gaps")), two = consistency(table_of("two")), weak = consistency(table_of("weak")))
omega_of <- function(x) suppressWarnings(suppressMessages(1 - sum(fa(x, 1)$uniquenesses) / sum(cor(x))))
answer$wholly <- sapply(0:39, function(i) omega_of(table_of(paste0("wholly", i))))
six <- matrix(c(9,2,5,8, 6,1,3,2, 8,4,6,8, 7,1,2,6, 10,5,6,9, 6,2,4,7), ncol = 4, byrow = TRUE)
answer$icc_six <- icc_of(six)
answer$icc_five <- icc_of(table_of("five"))

o <- table_of("officers")
test <- t.test(o$x)
answer$mean <- list(mean = mean(o$x), interval = test$conf.int)
finite <- svydesign(ids = ~1, data = o, fpc = rep(700, nrow(o)))
answer$finite <- list(interval = as.numeric(confint(svymean(~x, finite), df = nrow(o) - 1)))
both <- cor.test(o$x, o$y)
answer$association <- list(r = both$estimate[[1]], interval = as.numeric(both$conf.int))

n <- nrow(o)
share <- function(counts) n * counts / sum(counts)
role <- data.frame(role = c("constable", "sergeant"), Freq = share(c(790, 260)))
area <- data.frame(area = c("north", "east", "south", "west"), Freq = share(c(300, 280, 250, 220)))
service <- data.frame(service = c("under 5", "5 to 15", "over 15"), Freq = share(c(400, 450, 200)))
raked <- rake(svydesign(ids = ~1, data = o, weights = rep(1, n)), list(~role, ~area, ~service),
              list(role, area, service), control = list(maxit = 500, epsilon = 1e-12))
trimmed <- trimWeights(raked, lower = 0.6, upper = 1.5, strict = FALSE)
for (i in 1:200) trimmed <- suppressWarnings(trimWeights(trimmed, lower = 0.6 - 1e-12, upper = 1.5 + 1e-12))
plain <- svydesign(ids = ~1, data = o, weights = weights(raked))
answer$raking <- list(weights = weights(raked)[1:40], trimmed = weights(trimmed)[1:40],
                      mean = coef(svymean(~x, plain))[[1]], se = as.numeric(SE(svymean(~x, plain))),
                      effective = sum(weights(raked))^2 / sum(weights(raked)^2))

half <- seq_len(n) <= 130
welch <- t.test(o$x[!half], o$x[half])
answer$welch <- list(change = mean(o$x[!half]) - mean(o$x[half]), interval = welch$conf.int, p = welch$p.value, df = welch$parameter[[1]])
o$wave <- as.numeric(!half)
fit <- lm(x ~ wave, o)
cr2 <- coef_test(fit, vcov = "CR2", cluster = o$team, test = "Satterthwaite")
answer$by_teams <- list(change = cr2$beta[2], se = cr2$SE[2], df = cr2$df[2], p = cr2$p_Satt[2])
moved <- coef_test(lm(I(y - x) ~ 1, o), vcov = "CR2", cluster = o$team, test = "Satterthwaite")
answer$paired_by_teams <- list(change = moved$beta, se = moved$SE, df = moved$df, p = moved$p_Satt)
answer$paired <- list(d_z = d_z_of(o$y - o$x), p = t.test(o$y, o$x, paired = TRUE)$p.value,
                      interval = t.test(o$y, o$x, paired = TRUE)$conf.int)

d <- table_of("decisions")
d$divert <- as.numeric(d$choice == "divert")
d$age <- relevel(factor(d$age), "16"); d$record <- relevel(factor(d$record), "none")
d$ethnicity <- relevel(factor(d$ethnicity), "white")
fit <- lm(divert ~ age + record + ethnicity, d)
v <- vcovCL(fit, cluster = d$officer, type = "HC1")
wald <- function(names) { b <- coef(fit)[names]; as.numeric(b %*% solve(v[names, names]) %*% b) / length(names) }
answer$vignettes <- list(effects = as.list(coef(fit)[-1]), se = as.list(sqrt(diag(v))[-1]),
                         f = list(age = wald(c("age24", "age45")), record = wald("recordone"),
                                  ethnicity = wald(c("ethnicityasian", "ethnicityblack"))))
answer$versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")), survey = as.character(packageVersion("survey")),
                        sandwich = as.character(packageVersion("sandwich")), clubSandwich = as.character(packageVersion("clubSandwich")))
cat(toJSON(answer, digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"))
