;; One RMSprop step in one pass over three to five vectors, in place; the average and the buffer are left out where their
;; offsets are 0, which is where the parameters lie:
;;   g <- g + weightDecay p
;;   v <- alpha v + spread (g - a)^2          the variance around the average, or the mean square where a is left out
;;   a <- a + (1 - alpha) (g - a)
;;   u  = g / (sqrt(v + innerEpsilon) + outerEpsilon)
;;   b <- momentum b + updateScale u, and then u = b
;;   p <- p - learningRate u
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $v i32) (param $average i32) (param $buffer i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $alpha f32) (param $alphaComplement f32) (param $spread f32)
    (param $innerEpsilon f32) (param $outerEpsilon f32) (param $momentum f32) (param $updateScale f32)
    (param $learningRate f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $deviation v128)
    (local $vNow v128)
    (local $u v128)
    (local $weightDecays v128)
    (local $alphas v128)
    (local $alphaComplements v128)
    (local $spreads v128)
    (local $innerEpsilons v128)
    (local $outerEpsilons v128)
    (local $momenta v128)
    (local $updateScales v128)
    (local $learningRates v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $alphas (f32x4.splat (local.get $alpha)))
    (local.set $alphaComplements (f32x4.splat (local.get $alphaComplement)))
    (local.set $spreads (f32x4.splat (local.get $spread)))
    (local.set $innerEpsilons (f32x4.splat (local.get $innerEpsilon)))
    (local.set $outerEpsilons (f32x4.splat (local.get $outerEpsilon)))
    (local.set $momenta (f32x4.splat (local.get $momentum)))
    (local.set $updateScales (f32x4.splat (local.get $updateScale)))
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $g
        (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))

      (local.set $deviation (local.get $g))
      (if (local.get $average)
        (then
          (local.set $deviation (f32x4.sub (local.get $g) (v128.load (local.get $average))))
          (v128.store
            (local.get $average)
            (f32x4.add
              (v128.load (local.get $average))
              (f32x4.mul (local.get $alphaComplements) (local.get $deviation))))
          (local.set $average (i32.add (local.get $average) (i32.const 16)))))

      (local.set $vNow
        (f32x4.add
          (f32x4.mul (local.get $alphas) (v128.load (local.get $v)))
          (f32x4.mul (local.get $spreads) (f32x4.mul (local.get $deviation) (local.get $deviation)))))
      (v128.store (local.get $v) (local.get $vNow))

      (local.set $u
        (f32x4.div
          (local.get $g)
          (f32x4.add
            (f32x4.sqrt (f32x4.add (local.get $vNow) (local.get $innerEpsilons)))
            (local.get $outerEpsilons))))
      (if (local.get $buffer)
        (then
          (local.set $u
            (f32x4.add
              (f32x4.mul (local.get $momenta) (v128.load (local.get $buffer)))
              (f32x4.mul (local.get $updateScales) (local.get $u))))
          (v128.store (local.get $buffer) (local.get $u))
          (local.set $buffer (i32.add (local.get $buffer) (i32.const 16)))))

      (v128.store
        (local.get $parameters)
        (f32x4.sub (local.get $p) (f32x4.mul (local.get $learningRates) (local.get $u))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
