;; One plain step of gradient descent, in place: p <- p - learningRate (g + weightDecay p)
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $learningRate f32)
    (local $end i32)
    (local $p v128)
    (local $weightDecays v128)
    (local $learningRates v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.mul
            (local.get $learningRates)
            (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))))
      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
