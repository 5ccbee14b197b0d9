# Answers lines on standard input: "load FILE", "lmer", "satterthwaite", "glmer", "glmer_laplace"; see peers.py.
# Fastest documented settings: no derivatives after the fit (lme4's vignette on performance); for glmer also the
# nloptwrap optimiser, and nAGQ = 0 besides the default Laplace approximation.
suppressMessages({ library(lme4); library(lmerTest) })
sets <- list()

prepared <- function(d) {
  d$unit <- factor(d$unit); d$step <- factor(d$period); d$cell <- interaction(d$unit, d$step, drop = TRUE)
  d
}
loaded <- function(path) {
  d <- read.csv(path)
  if (is.null(d$set)) d$set <- 1
  sets <<- lapply(split(d, d$set), prepared)
  character(0)
}
linear <- lmerControl(calc.derivs = FALSE)
plain <- function(d) lme4::lmer(y ~ treated + step + (1 | unit) + (1 | cell), d, REML = TRUE, control = linear)
tested <- function(d) lmerTest::lmer(y ~ treated + step + (1 | unit) + (1 | cell), d, REML = TRUE, control = linear)
binary <- function(nagq) function(d) glmer(
  cbind(events, cases - events) ~ treated + step + (1 | unit) + (1 | cell), d, family = binomial, nAGQ = nagq,
  control = glmerControl(optimizer = "nloptwrap", calc.derivs = FALSE)
)
figures <- function(fit) {
  row <- coef(summary(fit))["treated", ]
  c(row[["Estimate"]], if (length(row) > 3) row[[length(row)]] else 2 * pnorm(-abs(row[["t value"]])))
}
ways <- list(lmer = plain, satterthwaite = tested, glmer = binary(0), glmer_laplace = binary(1))

answered <- function(line) {
  part <- strsplit(line, " ")[[1]]
  if (part[1] == "load") { loaded(part[2]); return(0) }
  way <- ways[[part[1]]]
  found <- NULL
  passed <- system.time(for (d in sets) found <- c(found, figures(suppressMessages(suppressWarnings(way(d))))))
  c(passed[["elapsed"]], found)
}
input <- file("stdin"); open(input)
while (length(line <- readLines(input, n = 1)) > 0) {
  said <- tryCatch(paste("=", paste(format(answered(line), digits = 15), collapse = " ")),
                   error = function(e) paste("!", gsub("\n", " ", conditionMessage(e))))
  cat(said, "\n", sep = ""); flush(stdout())
}
