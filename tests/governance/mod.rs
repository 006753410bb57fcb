mod attacks;
mod effects;
mod moments;
